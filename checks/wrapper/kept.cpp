// SPDX-License-Identifier: Apache-2.0
#include "checks/wrapper/kept.hpp"

#include <algorithm>
#include <cctype>

namespace aimet::wrapper {

std::string keep(std::vector<Kept>& all, const std::string& name, const std::string& comment) {
  const bool known = std::any_of(all.begin(), all.end(), [&](const Kept& one) { return one.name == name; });
  if (!known) all.push_back({name, comment});
  return "self." + name;
}

std::string quoted(const std::string& text) {
  std::string python = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') python += '\\';
    python += c;
  }
  return python + "\"";
}

bool is_printable(const std::string& text) {
  return std::all_of(text.begin(), text.end(), [](unsigned char c) { return c >= 0x20 && c != 0x7F; });
}

std::string snake_case(const std::string& name) {
  std::string text;
  for (const char c : name) {
    const auto byte = static_cast<unsigned char>(c);
    if (std::isupper(byte) != 0 && !text.empty() && text.back() != '_') text += '_';
    text += std::isalnum(byte) != 0 ? static_cast<char>(std::tolower(byte)) : '_';
  }
  return text;
}

}  // namespace aimet::wrapper
