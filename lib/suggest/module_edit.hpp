// SPDX-License-Identifier: Apache-2.0
#pragma once
// Edits of existing modules: reused ones, and empty ones. Each function throws Refusal, before it changes anything, if
// the edit is not certain.

#include <string>

#include "lib/suggest/group.hpp"

namespace aimet {

// missing-module: an empty torch.nn.Sequential becomes torch.nn.Identity.
void edit_other_module(EditedFile& of, const Group& group);

// reused-module: each further call gets a module of its own, constructed as the first one is. `owner` is the qualified
// name of the class that calls it if the model does not have the lines of the calls; else "".
void edit_reused(EditedFile& of, const Group& group, const std::string& owner);

}  // namespace aimet
