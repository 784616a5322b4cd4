// SPDX-License-Identifier: Apache-2.0
#pragma once
// Properties of the terminal.

#include <string>

namespace aimet {

// Occupies the standard streams that were closed (>&-), so that no other file or pipe of the program gets their
// numbers. Writing to such a stream still fails.
void occupy_standard_descriptors();

// Whether to use colour. `choice` is auto, always or never; auto requires a terminal that is not dumb, and no NO_COLOR.
bool use_colour(const std::string& choice, int fd);

// Whether `fd` is a terminal that is not dumb, so that a user may read it.
bool is_live_terminal(int fd);

// The number of columns, from COLUMNS if it is set. 0 if it is not set and `fd` is not a terminal.
int terminal_width(int fd);

}  // namespace aimet
