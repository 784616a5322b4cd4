// SPDX-License-Identifier: Apache-2.0
#pragma once
// Small helpers for text: listing, comparing and cutting names.

#include <algorithm>
#include <cctype>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace aimet {

inline bool starts_with(std::string_view text, std::string_view start) { return text.substr(0, start.size()) == start; }

inline bool ends_with(std::string_view text, std::string_view end) {
  return text.size() >= end.size() && text.substr(text.size() - end.size()) == end;
}

// The text without blanks and line ends at both ends.
inline std::string_view trimmed(std::string_view text) {
  text.remove_prefix(std::min(text.find_first_not_of(" \t\r\n"), text.size()));
  return text.substr(0, text.find_last_not_of(" \t\r\n") + 1);
}

// "ReLU" for "torch.nn.modules.activation.ReLU"; the whole name if it has no dot.
inline std::string last_part(const std::string& dotted) { return dotted.substr(dotted.rfind('.') + 1); }

// print(element) of each element, with `separator` between. No separator before the first element that prints anything.
template <typename List, typename Print>
std::string joined(const List& list, std::string_view separator, const Print& print) {
  std::string text;
  for (const auto& element : list) {
    if (!text.empty()) text += separator;
    text += print(element);
  }
  return text;
}

template <typename List>
std::string joined(const List& list, std::string_view separator = ", ") {
  return joined(list, separator, [](std::string_view element) { return element; });
}

inline bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

// "1 module", "2 modules"
template <typename Count>
std::string count_of(Count count, const std::string& thing) {
  return std::to_string(count) + " " + thing + (count == 1 ? "" : "s");
}

// "3, 224, 224"
template <typename List>
std::string joined_sizes(const List& sizes) {
  return joined(sizes, ", ", [](std::int64_t size) { return std::to_string(size); });
}

}  // namespace aimet
