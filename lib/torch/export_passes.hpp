// SPDX-License-Identifier: Apache-2.0
#pragma once
// The passes of torch/onnx/utils.py (_create_jit_graph and _optimize_graph), in the same order, on a copy of the model.

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
  std::int64_t max_ops;  // bound on the number of nodes after inlining
  bool scripted;         // the exporter freezes a scripted model and traces a traced one again
};

struct ExportPasses {
  std::shared_ptr<torch::jit::Graph> graph;  // inputs: self, the user's, then one per read of a parameter
  std::size_t user_inputs = 0;
  std::vector<c10::IValue> parameters;  // the values of the inputs after the user's
  c10::TypePtr returns;
  torch::jit::Module frozen;  // the value of self
  // Indexed by frame_by_scope(node). Blocks, arguments, results and module arguments are empty: passes change them.
  // Module ids are those of ExportSource::tree.
  IdVector<CallId, Frame> frames;
  bool is_inlined = false;  // the graph is the one of the checks, with the same values
};

// Runs the passes before those that change what a write means: the graph can still be run. Throws what LibTorch throws.
// `inlined` is the graph for the checks, which no longer need it: reused unless the exporter's graph would differ.
ExportPasses run_export_passes(const ExportSource& source, InlinedGraph inlined);

// Runs the remaining passes: turns writes into results where possible, and removes nodes that only have side effects.
void finish_export_passes(const std::shared_ptr<torch::jit::Graph>& graph);

}  // namespace aimet
