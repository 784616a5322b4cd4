// SPDX-License-Identifier: Apache-2.0
#pragma once
// A record's name inside a sentence: quoted, printable, short. The name is whatever the file says.

#include <string>

namespace aimet {

inline std::string quoted(const std::string& name) {
  constexpr std::size_t kLongest = 120;
  std::string result = "'";
  for (const char c : name.substr(0, kLongest)) result += c >= ' ' && c <= '~' ? c : '?';
  return result + (name.size() > kLongest ? "...'" : "'");
}

}  // namespace aimet
