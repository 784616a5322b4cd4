// SPDX-License-Identifier: Apache-2.0
#pragma once
// Formats text from the user for a message: cut to a length, and safe on a terminal and in JSON.

#include <cstddef>
#include <string>
#include <string_view>

namespace aimet {

// Replaces control characters and bytes that are not UTF-8 by '?', and cuts text longer than `longest` bytes, with
// "..." appended.
std::string printable(std::string_view text, std::size_t longest = 80);

// printable() between double quotes.
std::string in_quotes(std::string_view text, std::size_t longest = 80);

}  // namespace aimet
