// SPDX-License-Identifier: Apache-2.0
#pragma once
// The graph that torch.onnx.export would have when it starts to convert operators: that of a copy of the model in eval
// mode, frozen except for its parameters, inlined and simplified by the passes that the exporter runs.

#include <algorithm>
#include <string>
#include <vector>

#include "lib/model/graph.hpp"

namespace aimet {

// Passes move and merge ops, so a Call has only `kind`, `module`, `name`, `caller` and `source` here. An op belongs to
// the call whose code it came from. `inputs` are the user's; block 0 also has the parameters that forward reads, after
// them. A value has at most one observation: a parameter its own dtype and shape, other values the first in the sample.
struct ExportGraph : Graph {
  std::vector<std::string> input_names;  // as many as inputs
  TypeId returns = kNone;                // forward's return type, before tuples were unpacked
  std::vector<bool> absent_inputs;       // as many as inputs: None, or left at the default; empty without a sample
  bool observed = false;                 // a sample ran, so that values have observations
  std::vector<OpId> dropped;             // ascending: writes that the exporter cannot turn into results, and drops
  std::string failed;                    // the message of the pass that failed; then nothing else is filled

  bool drops(OpId op) const { return std::binary_search(dropped.begin(), dropped.end(), op); }
};

}  // namespace aimet
