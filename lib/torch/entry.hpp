// SPDX-License-Identifier: Apache-2.0
#pragma once
// The functions of TorchLibrary that other files of lib/torch implement.

#include <string>

#include "lib/torch/analyze.hpp"

namespace aimet {

// See AnalyzeFn.
Model analyze(int fd, const std::string& path, const AnalyzeOptions& options);
std::string libtorch_version();

}  // namespace aimet
