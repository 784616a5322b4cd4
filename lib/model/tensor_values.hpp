// SPDX-License-Identifier: Apache-2.0
#pragma once
// Which values a tracer freezes: numbers and booleans that are computed from the values of a tensor.

#include <vector>

#include "lib/model/model.hpp"

namespace aimet {

// One entry per value. For a number: whether it depends on the values (not on the shape or dtype) of a tensor that
// comes from the model's inputs or from a random generator. For a tensor or a container of tensors: whether such a
// tensor or number flows into it. Parameters, buffers and constants do not count: they are the same in each run.
IdVector<ValueId, bool> from_tensor_values(const Model& model);

// Whether the type is or contains a tensor.
bool contains_tensor(const Model& model, TypeId type);

}  // namespace aimet
