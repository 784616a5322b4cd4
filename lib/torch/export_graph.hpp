// SPDX-License-Identifier: Apache-2.0
#pragma once
// Repeats the passes that torch.onnx.export runs before it converts operators, as far as LibTorch has them, and writes
// down what is left.

#include <ATen/core/ivalue.h>

#include <vector>

#include "lib/model/export_graph.hpp"
#include "lib/torch/export_passes.hpp"
#include "lib/torch/observe.hpp"
#include "lib/torch/source_ranges.hpp"

namespace aimet {

// What forward was run with for the checks, without self, and what was seen then of the values of
// the inlined graph.
struct ExportSample {
  const std::vector<c10::IValue>& inputs;
  SeenTensors seen;
};

// `sample` nullptr: a static run, nothing is executed and there are no shapes. Where `seen` does not have all, what is
// exported is run once more. The module stays as it is. The lines of the ops are added to `sources`. Never throws for a
// defect of the model: ExportGraph::failed has what a pass said.
ExportGraph make_export_graph(const ExportSource& source, InlinedGraph inlined, ExportSample* sample,
                              SourceTable& sources);

}  // namespace aimet
