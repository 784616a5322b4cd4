// SPDX-License-Identifier: Apache-2.0
#include "lib/report/escape.hpp"

#include <fmt/format.h>
#include <utf8proc.h>

#include <algorithm>
#include <array>

namespace aimet {
namespace {

struct Range {
  char32_t first;
  char32_t last;
};

// Unicode 15: categories Cc, Zl, Zp, the characters of Cf that are invisible or change the direction of text, blank
// letters, and noncharacters (XML 1.0 excludes U+FFFE and U+FFFF). A table instead of utf8proc: its Cf contains visible
// signs (U+0600), its ignorable characters include the variation selectors of emoji, and a report must not depend on
// the library's Unicode version.
constexpr std::array kUnsafe = {
    Range{0x00, 0x1f},       Range{0x7f, 0x9f},     Range{0xad, 0xad},     Range{0x61c, 0x61c},
    Range{0x115f, 0x1160},   Range{0x180e, 0x180e}, Range{0x200b, 0x200f}, Range{0x2028, 0x202e},
    Range{0x2060, 0x206f},   Range{0x3164, 0x3164}, Range{0xfdd0, 0xfdef}, Range{0xfeff, 0xfeff},
    Range{0xffa0, 0xffa0},   Range{0xfff9, 0xfffb}, Range{0xfffe, 0xffff}, Range{0x1d173, 0x1d17a},
    Range{0xe0000, 0xe0fff},
};

std::string escaped(CodePoint point) {
  switch (point.value) {
    case '\n':
      return "\\n";
    case '\r':
      return "\\r";
    case '\t':
      return "\\t";
    default:
      break;
  }
  const auto value = static_cast<std::uint32_t>(point.value);
  if (!point.valid || value < 0x80) return fmt::format("\\x{:02x}", value);
  return value > 0xffff ? fmt::format("\\U{:08x}", value) : fmt::format("\\u{:04x}", value);
}

template <typename Unwanted>
std::string escape_if(std::string_view text, Unwanted unwanted) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint point = code_point_at(text, at);
    if (unwanted(point))
      out += escaped(point);
    else
      out += text.substr(at, point.size);
    at += point.size;
  }
  return out;
}

// Whether the text begins with "##[" or "##vso[", ignoring case.
bool is_log_command(std::string_view text) {
  constexpr std::string_view kCommand = "##vso[";
  if (text.substr(0, 3) == "##[") return true;
  if (text.size() < kCommand.size()) return false;
  const auto is_same = [](char lower, char any) { return lower == (any >= 'A' && any <= 'Z' ? any - 'A' + 'a' : any); };
  return std::equal(kCommand.begin(), kCommand.end(), text.begin(), is_same);
}

// White_Space of Unicode 15, which .NET's TrimStart() removes, without the characters that is_unsafe() covers: these
// are already escaped.
bool is_blank(char32_t value) {
  return value == ' ' || value == 0xa0 || value == 0x1680 || (value >= 0x2000 && value <= 0x200a) || value == 0x202f ||
         value == 0x205f || value == 0x3000;
}

// Escapes the "::" at the start of a line: GitHub Actions executes a log line that begins with it after its indent.
std::string without_workflow_command(std::string line) {
  std::size_t begin = 0;
  while (begin < line.size() && is_blank(code_point_at(line, begin).value)) begin += code_point_at(line, begin).size;
  if (line.compare(begin, 2, "::") == 0) line.replace(begin, 1, "\\x3a");
  return line;
}

}  // namespace

// utf8proc accepts UTF-8 as defined in RFC 3629: no overlong forms, no surrogates, nothing above U+10FFFF.
CodePoint code_point_at(std::string_view text, std::size_t at) {
  const auto* const bytes = reinterpret_cast<const utf8proc_uint8_t*>(text.data() + at);
  utf8proc_int32_t value = 0;
  const utf8proc_ssize_t size = utf8proc_iterate(bytes, static_cast<utf8proc_ssize_t>(text.size() - at), &value);
  if (size <= 0) return {*bytes, 1, false};
  return {static_cast<char32_t>(value), static_cast<std::size_t>(size), true};
}

bool is_unsafe(char32_t code_point) {
  if (code_point >= 0x20 && code_point < 0x7f) return false;
  return std::any_of(kUnsafe.begin(), kUnsafe.end(),
                     [&](Range range) { return code_point >= range.first && code_point <= range.last; });
}

std::string escape(std::string_view text) {
  return without_log_commands(escape_if(text, [](CodePoint point) { return !point.valid || is_unsafe(point.value); }),
                              "\\x23");
}

std::string without_log_commands(std::string text, std::string_view instead) {
  std::string out;
  std::size_t done = 0;
  for (std::size_t at = text.find("##"); at != std::string::npos; at = text.find("##", at + 1)) {
    if (!is_log_command(std::string_view(text).substr(at))) continue;
    out.append(text, done, at - done).append(instead);
    done = at + 1;
  }
  if (done == 0) return text;
  out.append(text, done);
  return out;
}

std::vector<std::string> escape_lines(std::string_view text) {
  while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) text.remove_suffix(1);
  std::vector<std::string> lines;
  while (true) {
    const std::size_t end = text.find('\n');
    std::string_view line = text.substr(0, end);
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    lines.push_back(without_workflow_command(escape(line)));
    if (end == std::string_view::npos) return lines;
    text.remove_prefix(end + 1);
  }
}

bool is_valid_utf8(std::string_view text) {
  const auto is_ascii = [](char c) { return static_cast<unsigned char>(c) < 0x80; };
  for (std::size_t at = 0; at < text.size();) {
    at = static_cast<std::size_t>(
        std::find_if_not(text.begin() + static_cast<std::ptrdiff_t>(at), text.end(), is_ascii) - text.begin());
    if (at == text.size()) return true;
    const CodePoint point = code_point_at(text, at);
    if (!point.valid) return false;
    at += point.size;
  }
  return true;
}

std::string valid_utf8(std::string_view text) {
  if (is_valid_utf8(text)) return std::string(text);
  return escape_if(text, [](CodePoint point) { return !point.valid; });
}

}  // namespace aimet
