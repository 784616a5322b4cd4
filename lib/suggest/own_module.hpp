// SPDX-License-Identifier: Apache-2.0
#pragma once
// One object that several places hold: a class attribute, a default argument, an activation that occurs more than once
// in an nn.Sequential. Each place gets one of its own.

#include "lib/suggest/group.hpp"

namespace aimet {

// reused-module, of a suggestion `module_per_place`. Throws Refusal before it changes anything.
void edit_own_module(EditedFile& of, const Group& group);

}  // namespace aimet
