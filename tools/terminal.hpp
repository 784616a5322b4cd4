// SPDX-License-Identifier: Apache-2.0
#pragma once
// What the terminal can do.

#include <string>

namespace aimet {

// Makes sure that no file or pipe of ours gets the number of a standard stream that was closed (>&-). Writing to such a
// stream still fails.
void occupy_standard_descriptors();

// `choice` is auto, always or never; auto means a terminal that is not dumb, and no NO_COLOR.
bool use_colour(const std::string& choice, int fd);

// A terminal that somebody may look at, and that is not dumb.
bool is_live_terminal(int fd);

// 0 when `fd` is no terminal and COLUMNS is not set.
int terminal_width(int fd);

}  // namespace aimet
