// SPDX-License-Identifier: Apache-2.0
#pragma once
// Which ops count: what ran (or, in a static run, what constants do not rule out), what reaches the outputs, and
// which numbers come from a tensor's size. All three are linear in the size of the graph.

#include <cstdint>
#include <string>

#include "lib/model/model.hpp"

namespace aimet {

// Fills Model::liveness. Needs everything else of the model.
void find_liveness(Model& model);

// How often the call or op ran in one sample (the most of all samples); in a static run 1 if it counts, else 0.
std::int64_t runs(const Model& model, BlockId block);

// The op writes into one of its inputs or into an attribute: aten::relu_, aten::mul with out=, aten::append,
// prim::SetAttr.
bool writes(const Graph& graph, OpId op);

// As an in-place op does: aten::relu_, aten::append; an op with out= writes its last input.
bool writes_first_input(const Graph& graph, OpId op);

}  // namespace aimet
