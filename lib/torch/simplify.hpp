// SPDX-License-Identifier: Apache-2.0
#pragma once
// The passes of torch.onnx.export that simplify a graph, each only where it can change something.

#include <torch/csrc/jit/ir/ir.h>

#include <memory>

namespace aimet {

void eliminate_dead_code(torch::jit::Graph& graph);

// Also removes what is of no use.
void propagate_constants(std::shared_ptr<torch::jit::Graph>& graph);

// torch/onnx/utils.py, _optimize_graph, as of 1.13 and 2.6, up to the passes that only Python's library has.
void simplify(std::shared_ptr<torch::jit::Graph>& graph);

}  // namespace aimet
