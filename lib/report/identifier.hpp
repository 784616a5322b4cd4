// SPDX-License-Identifier: Apache-2.0
#pragma once
// The syntax of the ids of checks.

#include <cstddef>
#include <string_view>

namespace aimet {

inline constexpr std::size_t kLongestIdentifier = 64;

inline bool is_identifier(std::string_view text) {
  return !text.empty() && text.size() <= kLongestIdentifier &&
         text.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") == std::string_view::npos;
}

}  // namespace aimet
