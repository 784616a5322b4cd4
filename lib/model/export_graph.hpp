// SPDX-License-Identifier: Apache-2.0
#pragma once
// What torch.onnx.export would have before it when it starts to convert operators: the graph of a copy of the model in
// eval mode, frozen but for its parameters, inlined and simplified by the passes that the exporter runs.

#include <algorithm>
#include <string>
#include <vector>

#include "lib/model/graph.hpp"

namespace aimet {

// Passes move and merge ops, so of its calls only `kind`, `module`, `name`, `caller` and `source` are filled. An op is
// of the call whose code it was. `inputs` are the user's; after them in block 0 come the parameters that forward reads.
// A value has one observation at most: a parameter its own, else the first that the sample gave.
struct ExportGraph : Graph {
  std::vector<std::string> input_names;  // as many as inputs
  TypeId returns = kNone;                // of forward, before tuples were taken apart
  std::vector<bool> absent_inputs;       // as many as inputs: None, or left at the default; empty without a sample
  bool observed = false;                 // a sample ran, so that values have observations
  std::vector<OpId> dropped;             // ascending: writes that the exporter cannot turn into a result, and drops
  std::string failed;                    // what a pass said when it gave up; nothing else is filled then

  bool drops(OpId op) const { return std::binary_search(dropped.begin(), dropped.end(), op); }
};

}  // namespace aimet
