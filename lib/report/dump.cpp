// SPDX-License-Identifier: Apache-2.0
#include "lib/report/dump.hpp"

#include <fmt/format.h>

#include <string_view>
#include <utility>

#include "lib/report/escape.hpp"

namespace aimet {
namespace {

std::string json_escape(char32_t value) {
  if (value <= 0xffff) return fmt::format("\\u{:04x}", static_cast<std::uint32_t>(value));
  const auto offset = static_cast<std::uint32_t>(value) - 0x10000U;
  return fmt::format("\\u{:04x}\\u{:04x}", 0xd800U + (offset >> 10), 0xdc00U + (offset & 0x3ffU));
}

std::string margin(const Layout& layout, int deeper) {
  if (layout.indent < 0) return "";
  return "\n" + std::string(static_cast<std::size_t>(layout.indent * (layout.depth + deeper)), ' ');
}

}  // namespace

std::string dump(const nlohmann::ordered_json& json, int indent) {
  const std::string text =
      json.dump(indent, ' ', /*ensure_ascii=*/false, nlohmann::ordered_json::error_handler_t::replace);
  std::string out;
  out.reserve(text.size());
  const auto is_plain = [](char c) { return static_cast<unsigned char>(c) < 0x7f; };
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t run = at;
    while (at < text.size() && is_plain(text[at])) ++at;
    out.append(text, run, at - run);
    if (at == text.size()) break;
    const CodePoint point = code_point_at(text, at);
    // Below 0x20 only the line ends of the layout are left: the library has escaped those in strings.
    if (is_unsafe(point.value))
      out += json_escape(point.value);
    else
      out += std::string_view(text).substr(at, point.size);
    at += point.size;
  }
  return without_log_commands(std::move(out), "\\u0023");
}

std::string dump(const nlohmann::ordered_json& json, const Layout& layout) {
  std::string text = dump(json, layout.indent);
  const std::string line_start = margin(layout, 0);
  if (line_start.size() <= 1) return text;
  std::string out;
  out.reserve(text.size() + text.size() / 4);
  for (const char c : text) {
    if (c == '\n')
      out += line_start;
    else
      out += c;
  }
  return out;
}

Shell shell_of(const nlohmann::ordered_json& object, std::string_view key, const Layout& layout) {
  return cut_at(dump(object, layout), key, layout);
}

// The pattern cannot match within a string, where its quotes would be escaped.
Shell cut_at(const std::string& text, std::string_view key, const Layout& layout) {
  const std::string pattern = fmt::format("\"{}\":{}[", key, layout.indent < 0 ? "" : " ");
  const std::size_t at = text.find(pattern + "]") + pattern.size();
  return {text.substr(0, at), text.substr(at)};
}

std::string before_element(std::size_t index, const Layout& object) {
  return (index == 0 ? "" : ",") + margin(object, 2);
}

std::string after_elements(std::size_t count, const Layout& object) { return count == 0 ? "" : margin(object, 1); }

}  // namespace aimet
