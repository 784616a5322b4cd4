// SPDX-License-Identifier: Apache-2.0
#pragma once
// Formats a record's name for a message: quoted, printable, short. The file can contain any bytes as a name.

#include <string>

namespace aimet {

inline std::string quoted(const std::string& name) {
  constexpr std::size_t kLongest = 120;
  std::string result = "'";
  for (const char c : name.substr(0, kLongest)) result += c >= ' ' && c <= '~' ? c : '?';
  return result + (name.size() > kLongest ? "...'" : "'");
}

}  // namespace aimet
