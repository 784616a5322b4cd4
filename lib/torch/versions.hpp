// SPDX-License-Identifier: Apache-2.0
#pragma once
// What differs between the versions of LibTorch, in one place. Whatever compiles with one version alone, or needs to
// know which one it is, belongs here, with the version that it was seen in.

#include <optional>
#include <string>

namespace aimet {

// From what a failed load says: that the file calls an operator, or passes it arguments, which came with a PyTorch
// that is newer than this LibTorch. nullopt: that is not the reason.
std::optional<std::string> newer_operator(const std::string& what);

}  // namespace aimet
