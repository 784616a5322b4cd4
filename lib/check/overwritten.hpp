// SPDX-License-Identifier: Apache-2.0
#pragma once
// Whether a module that returns its result may take the place of an op that writes it into its input.

#include <optional>
#include <vector>

#include "lib/model/model.hpp"

namespace aimet {

// How many ops and blocks take each value.
IdVector<ValueId, int> count_uses(const Model& model);

// The line, in the forward that holds the op, which made the tensor that the op writes into. None where that tensor
// may be seen elsewhere: as an input of the forward, through a view of it, by an op that takes it as well.
std::optional<int> line_of_overwritten(const Model& model, OpId op, const IdVector<ValueId, int>& uses);

}  // namespace aimet
