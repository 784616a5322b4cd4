// SPDX-License-Identifier: Apache-2.0
#pragma once
// Shell completions, generated from the definition of the flags.

#include <string>

namespace aimet {

std::string bash_completion();
std::string zsh_completion();
std::string fish_completion();

}  // namespace aimet
