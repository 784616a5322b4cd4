#pragma once
// Repeats the passes that torch.onnx.export runs before it converts operators, as far as LibTorch has them, and writes
// down what is left.

#include <ATen/core/ivalue.h>
#include <torch/csrc/jit/api/module.h>

#include <vector>

#include "lib/model/export_graph.hpp"

namespace aimet {

// `inputs` are those of forward, without self; none: a static run, so no shapes. `module` stays as it is. Never throws
// for a defect of the model: ExportGraph::failed tells what a pass said.
ExportGraph make_export_graph(const torch::jit::Module& module, const std::vector<c10::IValue>& inputs);

}  // namespace aimet
