// SPDX-License-Identifier: Apache-2.0
#pragma once
// The man page and the completions, made from the definition of the flags.

#include <string>

namespace aimet {

std::string man_page();
std::string bash_completion();
std::string zsh_completion();
std::string fish_completion();

}  // namespace aimet
