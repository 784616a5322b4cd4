// SPDX-License-Identifier: Apache-2.0
#pragma once
// Checks that others wrote in C++: --check-library.

#include <string>
#include <vector>

namespace aimet {

// Opens each and makes its checks known; to be called before any thread exists and before a config is read, again with
// the same names at no cost. Throws RunError(kUsage).
void open_check_libraries(const std::vector<std::string>& paths);

}  // namespace aimet
