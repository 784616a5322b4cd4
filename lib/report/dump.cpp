#include "lib/report/dump.hpp"

#include <fmt/format.h>

#include <string_view>

#include "lib/report/escape.hpp"

namespace aimet {
namespace {

std::string json_escape(char32_t value) {
  if (value <= 0xffff) return fmt::format("\\u{:04x}", static_cast<std::uint32_t>(value));
  const auto offset = static_cast<std::uint32_t>(value) - 0x10000U;
  return fmt::format("\\u{:04x}\\u{:04x}", 0xd800U + (offset >> 10), 0xdc00U + (offset & 0x3ffU));
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
    // Below 0x20 only the line ends of the layout are left: the library has escaped those inside strings.
    if (is_unsafe(point.value))
      out += json_escape(point.value);
    else
      out += std::string_view(text).substr(at, point.size);
    at += point.size;
  }
  return out;
}

}  // namespace aimet
