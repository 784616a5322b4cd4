// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string_view>

namespace aimet {

// Returns the number of terminal columns of the text: two for a wide East Asian character, none for a combining one.
std::size_t columns(std::string_view text);

// Returns the bytes of the longest prefix that takes at most `most` columns. Combining characters stay with their base
// character.
std::size_t fitting(std::string_view text, std::size_t most);

}  // namespace aimet
