// SPDX-License-Identifier: Apache-2.0
#pragma once
// The files of testdata.

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

namespace aimet::test {

// Names of the TorchScript files that can be run, sorted.
inline std::vector<std::string> files_that_run() {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(AIMET_TESTDATA)) {
    const std::string name = entry.path().filename().string();
    const std::string stem = name.substr(0, name.find('.'));
    const bool fails = stem == "never_ends" || stem == "hungry" || stem == "raises" || stem == "no_forward";
    if (entry.path().extension() == ".pt" && !fails) names.push_back(name);
  }
  std::sort(names.begin(), names.end());
  return names;
}

}  // namespace aimet::test
