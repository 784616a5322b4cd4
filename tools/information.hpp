// SPDX-License-Identifier: Apache-2.0
#pragma once
// What is answered at once, without LibTorch.

#include <optional>
#include <string>

#include "tools/options.hpp"

namespace aimet {

// --help, --version, --list-checks, --explain; nothing when models are to be validated.
std::optional<std::string> information(const Options& options);

}  // namespace aimet
