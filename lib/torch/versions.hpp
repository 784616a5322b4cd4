// SPDX-License-Identifier: Apache-2.0
#pragma once
// The differences between versions of LibTorch, in one place. Code that compiles with only one version or depends on
// the version belongs here, with the version in which it was seen.

#include <optional>
#include <string>

namespace aimet {

// The error message if `what`, the error of a failed load, shows that the file calls an operator, or passes it
// arguments, of a PyTorch newer than this LibTorch; nullopt if that is not the reason.
std::optional<std::string> newer_operator(const std::string& what);

}  // namespace aimet
