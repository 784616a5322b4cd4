// SPDX-License-Identifier: Apache-2.0
#pragma once
// Writes the inlined graph down as facts. Afterwards the graph contains no call markers and can be run.

#include "lib/model/model.hpp"
#include "lib/torch/facts.hpp"
#include "lib/torch/graph_writer.hpp"
#include "lib/torch/inline.hpp"
#include "lib/torch/source_ranges.hpp"

namespace aimet {

// Fills calls, ops, values, blocks, operands, inputs and outputs of `model`; its modules must be filled before.
// `tables` and `sources` are those of `model`.
GraphIds write_snapshot(InlinedGraph& inlined, const ModuleTree& tree, FactTables& tables, SourceTable& sources,
                        Model& model);

}  // namespace aimet
