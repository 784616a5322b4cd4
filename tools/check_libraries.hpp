// SPDX-License-Identifier: Apache-2.0
#pragma once
// Loads the libraries of --check-library: checks that users wrote in C++.

#include <string>
#include <vector>

namespace aimet {

// Opens the libraries and adds their checks to the known checks. Must be called before any thread exists and before a
// config is read. Does nothing if it is called again with the same paths. Throws RunError(ErrorKind::usage).
void open_check_libraries(const std::vector<std::string>& paths);

}  // namespace aimet
