// SPDX-License-Identifier: Apache-2.0
#pragma once
// Whether a module that returns its result can replace an op that writes the result into its input.

#include <optional>
#include <vector>

#include "lib/model/model.hpp"

namespace aimet {

// How often each value is used: as an op's input or a block's output.
IdVector<ValueId, int> count_uses(const Model& model);

// The line, in the forward that contains the op, that made the tensor which the op writes into. nullopt if that line is
// unknown, or the tensor may be visible elsewhere: as an input of the forward, through a view, or to another op that
// uses it.
std::optional<int> line_of_overwritten(const Model& model, OpId op, const IdVector<ValueId, int>& uses);

// Whether the op's first output had the shape and dtype of its first input in the observed run, so that the op could
// write into that input, or into a copy of it.
bool keeps_form(const Model& model, OpId op);

// The same line for an op that makes a new tensor but could also write into its first input: nothing else uses that
// input, the op keeps_form(), and the derivative of the op that made the input does not need it
// (tools/autograd/derivatives.yaml: no `result`). nullopt otherwise.
std::optional<int> line_of_overwritable(const Model& model, OpId op, const IdVector<ValueId, int>& uses);

}  // namespace aimet
