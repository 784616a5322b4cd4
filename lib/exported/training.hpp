// SPDX-License-Identifier: Apache-2.0
#pragma once
// An exported program does not say whether a module was in training mode; the arguments of some ops do.

#include "lib/exported/json_document.hpp"

namespace aimet {

// Whether the op computes something only done in training: a dropout that drops, or statistics of the batch.
bool is_training_op(const Json& node);

}  // namespace aimet
