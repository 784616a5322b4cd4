// SPDX-License-Identifier: Apache-2.0
#pragma once
// Runs the passes that torch.onnx.export runs before it converts operators (those that LibTorch contains), and writes
// the resulting graph down as facts.

#include <ATen/core/ivalue.h>

#include <vector>

#include "lib/model/export_graph.hpp"
#include "lib/torch/export_passes.hpp"
#include "lib/torch/observe.hpp"
#include "lib/torch/source_ranges.hpp"

namespace aimet {

// The inputs of forward, without self, in the run for the checks, and the tensors that this run observed in the values
// of the inlined graph.
struct ExportSample {
  const std::vector<c10::IValue>& inputs;
  SeenTensors seen;
};

// `sample` is nullptr in a static run: nothing is executed and there are no shapes. If `seen` lacks a tensor of the
// graph to export, that graph is run once more. The module is not changed. The source lines of the ops are added to
// `sources`. Never throws for a defect of the model: ExportGraph::failed contains the error of the pass.
ExportGraph make_export_graph(const ExportSource& source, InlinedGraph inlined, ExportSample* sample,
                              SourceTable& sources);

}  // namespace aimet
