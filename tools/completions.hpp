// SPDX-License-Identifier: Apache-2.0
#pragma once
// The completions for shells, made from the definition of the flags.

#include <string>

namespace aimet {

std::string bash_completion();
std::string zsh_completion();
std::string fish_completion();

}  // namespace aimet
