#pragma once
// The passes of torch/onnx/utils.py (_create_jit_graph and _optimize_graph), in its order, on a copy of the model.

#include <torch/csrc/jit/api/module.h>
#include <torch/csrc/jit/ir/ir.h>

#include <memory>
#include <string>
#include <vector>

namespace aimet {

struct ExportPasses {
  std::shared_ptr<torch::jit::Graph> graph;  // self, the inputs of the user, then one per read of a parameter
  std::size_t user_inputs = 0;
  std::vector<c10::IValue> parameters;  // one per input after those of the user
  c10::TypePtr returns;
  torch::jit::Module frozen;  // what self is
};

// Up to the passes that change what a write means; the graph can still be run. Throws what LibTorch throws.
ExportPasses run_export_passes(const torch::jit::Module& module);

// The rest: writes that can become results do, and what is there for its effect alone goes.
void finish_export_passes(const std::shared_ptr<torch::jit::Graph>& graph);

// The dotted path of the module that holds a node, as run_export_passes wrote it into the node's scope.
std::string scope_path(const torch::jit::Node& node);

}  // namespace aimet
