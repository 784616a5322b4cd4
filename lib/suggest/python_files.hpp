// SPDX-License-Identifier: Apache-2.0
#pragma once
// The user's Python files in the project of a given one.

#include <cstddef>
#include <string>
#include <vector>

namespace aimet {

// The folder above all packages that contain the file.
std::string root_of(const std::string& file);

// The Python files below the folder, except those in installed packages (site-packages, dist-packages), which a virtual
// environment contains. At most kMostPythonFiles + 1. Searched once per run and folder.
inline constexpr std::size_t kMostPythonFiles = 5000;
const std::vector<std::string>& python_files(const std::string& root);

}  // namespace aimet
