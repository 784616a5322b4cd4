// SPDX-License-Identifier: Apache-2.0
#pragma once
// Which branches constants decide without running the model: what torch.jit.script leaves of `if self.training`,
// `if mask is None`, `if mode == "bilinear"` once calls are inlined.

#include "lib/model/model.hpp"

namespace aimet {

// For each block, whether it can be entered as far as constants show. An arm that only raises is taken to be one that
// cannot: the model is about to be used as it is meant to be.
IdVector<BlockId, bool> reachable_blocks(const Model& model);

}  // namespace aimet
