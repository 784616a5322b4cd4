// SPDX-License-Identifier: Apache-2.0
#pragma once
// Which ops a tracer would keep: those whose result reaches a model output as data, not as the condition of a branch.

#include <vector>

#include "lib/model/model.hpp"

namespace aimet {

// One entry per op. `executed` is that of OpLiveness. Ops that did not run are not live and do not make others live.
IdVector<OpId, bool> live_ops(const Model& model, const IdVector<OpId, bool>& executed);

}  // namespace aimet
