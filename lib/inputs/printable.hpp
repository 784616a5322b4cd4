// SPDX-License-Identifier: Apache-2.0
#pragma once
// The user's own words inside a message: cut to a length, and safe on a terminal and in JSON.

#include <cstddef>
#include <string>
#include <string_view>

namespace aimet {

// Control characters and bytes that are not UTF-8 become '?'; what is longer than `longest` bytes ends in "...".
std::string printable(std::string_view text, std::size_t longest = 80);

// printable() between double quotes.
std::string in_quotes(std::string_view text, std::size_t longest = 80);

}  // namespace aimet
