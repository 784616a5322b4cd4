// SPDX-License-Identifier: Apache-2.0
#pragma once
// Answers that need neither a model nor LibTorch.

#include <optional>
#include <string>

#include "tools/options.hpp"

namespace aimet {

// The answer to --help, --version, --list-checks or --explain; nullopt if none of them was given. Throws
// RunError(ErrorKind::usage).
std::optional<std::string> information(const Options& options);

}  // namespace aimet
