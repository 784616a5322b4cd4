// SPDX-License-Identifier: Apache-2.0
#pragma once
// Which ops ran (in a static run: which ops constants do not rule out), which ops reach the outputs, and which numbers
// come from a tensor's size. All three take time linear in the size of the graph.

#include <cstdint>
#include <string>

#include "lib/model/model.hpp"

namespace aimet {

// Fills Model::liveness, and Model::block_runs in a static run. Needs everything else of the model.
void find_liveness(Model& model);

// How often the block, and so its calls and ops, ran in one sample (the maximum over all samples). In a static run 1 if
// the block is reachable, else 0.
std::int64_t runs(const Model& model, BlockId block);

// Whether the op writes into one of its inputs or into an attribute: aten::relu_, aten::mul with out=, aten::append,
// prim::SetAttr.
bool writes(const Graph& graph, OpId op);

// Whether the op writes into its first input, as aten::relu_ and aten::append do. An op with out= writes into its last
// input.
bool writes_first_input(const Graph& graph, OpId op);

}  // namespace aimet
