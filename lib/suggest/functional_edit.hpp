// SPDX-License-Identifier: Apache-2.0
#pragma once
// missing-module: an op in forward becomes the call of a module.

#include "lib/suggest/group.hpp"

namespace aimet {

// Replaces each call of the op at the line by the call of a module of its own. Throws Refusal, before it changes
// anything, if the edit is not certain.
void edit_functional(EditedFile& of, const Group& group);

}  // namespace aimet
