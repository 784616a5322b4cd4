// SPDX-License-Identifier: Apache-2.0
#pragma once
// What the exporter makes of the attributes that a graph reads.

#include <torch/csrc/jit/api/module.h>
#include <torch/csrc/jit/ir/ir.h>

#include <optional>
#include <string>

#include "lib/torch/export_passes.hpp"

namespace aimet {

// Reads of parameters and buffers become inputs, other attributes that nobody writes become constants
// (list_model_parameters.cpp, remove_inplace_ops_for_onnx.cpp).
class ParameterInputs {
 public:
  // Works on out.graph; self is out.frozen.
  explicit ParameterInputs(ExportPasses& out) : out_(out) {}

  void run();

  // Also makes constants of plain attributes: right only where forward writes none. Returns whether all were resolved.
  bool run_on_unwritten();

  // A tensor of a module that is no longer there: freezing takes for unused what only the body of a fork reads, and
  // that body becomes a part of the graph later. May be empty.
  std::string lost(torch::jit::Block& block);

 private:
  void visit(torch::jit::Block& block);
  void read(torch::jit::Node& node);
  std::optional<torch::jit::Module> owner_of(torch::jit::Value* value);

  ExportPasses& out_;
  torch::jit::Value* self_ = nullptr;
  bool unwritten_ = false;
  bool unresolved_ = false;
};

}  // namespace aimet
