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

// The op's first output has the shape and dtype of its first input, as far as was seen: it could write into that input,
// or into a copy of it.
bool keeps_form(const Model& model, OpId op);

// The same line for an op that makes a tensor of its own, where it could as well write into its first input: nothing
// else takes that input, it keeps_form(), and the derivative of its maker does not need it
// (tools/autograd/derivatives.yaml: no `result`).
std::optional<int> line_of_overwritable(const Model& model, OpId op, const IdVector<ValueId, int>& uses);

}  // namespace aimet
