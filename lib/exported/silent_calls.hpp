// SPDX-License-Identifier: Apache-2.0
#pragma once
// Calls of modules that run no op, such as torch.nn.Identity or a DropPath in eval mode: a program has no node for
// them, but the lines that it quotes may show `self.norm(...)`.

#include "lib/exported/draft.hpp"
#include "lib/exported/modules.hpp"
#include "lib/exported/quoted_code.hpp"
#include "lib/exported/tables.hpp"

namespace aimet {

// Adds each call that a quoted line certainly made: for each occurrence in the line, one per iteration of the line.
void add_silent_calls(const QuotedCode& code, const ModuleTable& modules, Draft& draft, Tables& tables);

}  // namespace aimet
