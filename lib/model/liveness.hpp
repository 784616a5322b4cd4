// SPDX-License-Identifier: Apache-2.0
#pragma once
// What a tracer would keep: ops from which a model output can be reached by data, not by the condition of a branch.

#include <vector>

#include "lib/model/model.hpp"

namespace aimet {

// One entry per op. `executed` as in OpLiveness; ops that did not run are not live and hand nothing on.
IdVector<OpId, bool> live_ops(const Model& model, const IdVector<OpId, bool>& executed);

}  // namespace aimet
