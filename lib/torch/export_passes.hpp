// SPDX-License-Identifier: Apache-2.0
#pragma once
// The passes of torch/onnx/utils.py (_create_jit_graph and _optimize_graph), in its order, on a copy of the model.

#include <torch/csrc/jit/api/module.h>
#include <torch/csrc/jit/ir/ir.h>

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "lib/torch/inline.hpp"
#include "lib/torch/module_tree.hpp"

namespace aimet {

struct ExportSource {
  const torch::jit::Module& module;
  const ModuleTree& tree;
  std::int64_t max_ops;  // how many it may come to once it is inlined
  bool scripted;         // what the exporter freezes; a model that was traced it traces anew
};

struct ExportPasses {
  std::shared_ptr<torch::jit::Graph> graph;  // self, the inputs of the user, then one per read of a parameter
  std::size_t user_inputs = 0;
  std::vector<c10::IValue> parameters;  // one per input after those of the user
  c10::TypePtr returns;
  torch::jit::Module frozen;  // what self is
  // By frame_by_scope of a node. Without blocks, arguments and results, which passes change; modules are those of
  // ExportSource::tree.
  IdVector<CallId, Frame> frames;
  bool is_inlined = false;  // the graph is that of the checks, with the same values
};

// Up to the passes that change what a write means; the graph can still be run. Throws what LibTorch throws.
// `inlined`: the graph for the checks, which need it no more; the exporter's, where it is no other.
ExportPasses run_export_passes(const ExportSource& source, InlinedGraph inlined);

// The rest: writes that can become results do, and what is there for its effect alone goes.
void finish_export_passes(const std::shared_ptr<torch::jit::Graph>& graph);

}  // namespace aimet
