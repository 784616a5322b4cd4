// SPDX-License-Identifier: Apache-2.0
#pragma once
// The user's Python files around one of them.

#include <cstddef>
#include <string>
#include <vector>

namespace aimet {

// The folder above all packages that the file is in.
std::string root_of(const std::string& file);

// Those below the folder, but for installed packages (site-packages, dist-packages), as a virtual environment holds
// them. Not more than kMostPythonFiles + 1. Looked for once in a run.
inline constexpr std::size_t kMostPythonFiles = 5000;
const std::vector<std::string>& python_files(const std::string& root);

}  // namespace aimet
