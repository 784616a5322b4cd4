// SPDX-License-Identifier: Apache-2.0
#pragma once
// missing-module: arithmetic on the sizes of tensors. Both functions throw Refusal, before they change anything, if the
// edit is not certain.

#include "lib/suggest/group.hpp"

namespace aimet {

// Replaces arithmetic that only a reshape uses by -1 in the reshape.
void edit_size(EditedFile& of, const Group& group);

// Puts int(...) around sizes: the outputs are the same, and the sizes are fixed at those of the trace.
void pin_size(EditedFile& of, const Group& group);

}  // namespace aimet
