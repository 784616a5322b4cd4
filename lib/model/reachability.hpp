// SPDX-License-Identifier: Apache-2.0
#pragma once
// Finds the branches that constants decide without running the model: what torch.jit.script leaves of `if
// self.training`, `if mask is None`, `if mode == "bilinear"` once calls are inlined.

#include "lib/model/model.hpp"

namespace aimet {

// For each block, whether it can be entered, as far as constants show. A block that raises counts as unreachable,
// because the model is assumed to be used as intended.
IdVector<BlockId, bool> reachable_blocks(const Model& model);

}  // namespace aimet
