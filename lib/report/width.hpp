// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string_view>

namespace aimet {

// How many columns of a terminal the text takes: two for a wide character of East Asia, none for a combining one.
std::size_t columns(std::string_view text);

// The longest beginning that takes at most so many columns, in bytes; combining characters go with what they stand on.
std::size_t fitting(std::string_view text, std::size_t most);

}  // namespace aimet
