// SPDX-License-Identifier: Apache-2.0
#pragma once
// Runs the passes of torch.onnx.export that simplify a graph, each only if it can change something.

#include <torch/csrc/jit/ir/ir.h>

#include <memory>

namespace aimet {

void eliminate_dead_code(torch::jit::Graph& graph);

// Also removes unused nodes.
void propagate_constants(std::shared_ptr<torch::jit::Graph>& graph);

// Runs _optimize_graph (torch/onnx/utils.py, as of 1.13 and 2.6), up to the passes that only PyTorch's Python library
// contains.
void simplify(std::shared_ptr<torch::jit::Graph>& graph);

}  // namespace aimet
