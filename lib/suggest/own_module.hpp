// SPDX-License-Identifier: Apache-2.0
#pragma once
// One module object that several places share: a class attribute, a default argument, an activation that occurs more
// than once in an nn.Sequential. Each place gets its own module.

#include "lib/suggest/group.hpp"

namespace aimet {

// Edits a reused-module finding with the suggestion `module_per_place`. Throws Refusal before it changes anything.
void edit_own_module(EditedFile& of, const Group& group);

}  // namespace aimet
