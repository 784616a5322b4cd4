// SPDX-License-Identifier: Apache-2.0
#include "lib/report/source_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "lib/model/descriptor.hpp"
#include "lib/model/text.hpp"

namespace aimet {
namespace {

constexpr std::size_t kMaxFileBytes = 4U << 20;
constexpr std::size_t kMaxLineBytes = 2000;

// Whether it is one of Python's names for functions without a name.
bool is_nameless(std::string_view function) {
  constexpr std::array<std::string_view, 5> kNames = {"<lambda>", "<listcomp>", "<setcomp>", "<dictcomp>", "<genexpr>"};
  return std::find(kNames.begin(), kNames.end(), function) != kNames.end();
}

// A trace contains no text, but the name of the function. The line is still in that function if the file changed
// little.
bool stands_in_function(const SourceText& lines, std::size_t index, const std::string& function) {
  std::size_t indent = indent_of(lines[index]) + 1;  // the line itself may be "def forward(self, x): return ..."
  for (std::size_t i = index + 1; i-- > 0;) {
    const std::string_view line = trimmed(lines[i]);
    // The last line of a signature over several lines has the indent of its def.
    if (line.empty() || line.front() == ')' || indent_of(lines[i]) >= indent) continue;
    indent = indent_of(lines[i]);
    if (line.rfind("def ", 0) == 0) return is_nameless(function) || line.rfind("def " + function + "(", 0) == 0;
  }
  return false;
}

}  // namespace

std::size_t indent_of(std::string_view line) { return std::min(line.find_first_not_of(" \t"), line.size()); }

std::string_view first_line(std::string_view text) {
  return trimmed(trimmed(text).substr(0, trimmed(text).find('\n')));
}

std::string read_source_file(const std::string& path) {
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC));
  if (!file) return {};
  std::string bytes;
  struct stat status {};
  if (::fstat(file.get(), &status) == 0 && S_ISREG(status.st_mode) && status.st_size > 0 &&
      static_cast<std::size_t>(status.st_size) <= kMaxFileBytes) {
    bytes.resize(static_cast<std::size_t>(status.st_size));
    const ssize_t got = ::read(file.get(), bytes.data(), bytes.size());
    bytes.resize(got > 0 ? static_cast<std::size_t>(got) : 0);
  }
  return bytes;
}

SourceText::SourceText(std::string text) : text_(std::move(text)) {
  for (std::size_t at = 0; at < text_.size(); at = std::min(text_.find('\n', at), text_.size()) + 1)
    starts_.push_back(static_cast<std::uint32_t>(at));
}

std::string_view SourceText::operator[](std::size_t line) const {
  const std::size_t begin = starts_[line];
  return std::string_view(text_).substr(begin, std::min(text_.find('\n', begin), text_.size()) - begin);
}

std::vector<std::string> split_lines(const std::string& text) {
  std::vector<std::string> lines;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    lines.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return lines;
}

bool is_same_line(const SourceText& lines, const SourceLocation& source) {
  const auto index = static_cast<std::size_t>(source.line) - 1;
  if (source.line < 1 || index >= lines.size() || lines[index].size() > kMaxLineBytes) return false;
  const std::string_view expected = first_line(source.text);
  if (expected.empty()) return !source.function.empty() && stands_in_function(lines, index, source.function);
  const std::string_view line = trimmed(lines[index]);
  return line == expected || (expected.size() * 2 > line.size() && line.find(expected) != std::string_view::npos);
}

}  // namespace aimet
