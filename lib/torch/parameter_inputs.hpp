// SPDX-License-Identifier: Apache-2.0
#pragma once
// Replaces the attributes that a graph reads by inputs and constants, as the exporter does.

#include <torch/csrc/jit/api/module.h>
#include <torch/csrc/jit/ir/ir.h>

#include <optional>
#include <string>

#include "lib/torch/export_passes.hpp"

namespace aimet {

// Reads of parameters and buffers become inputs; reads of other attributes that are never written become constants
// (list_model_parameters.cpp, remove_inplace_ops_for_onnx.cpp).
class ParameterInputs {
 public:
  // Works on out.graph; self is out.frozen.
  explicit ParameterInputs(ExportPasses& out) : out_(out) {}

  void run();

  // Like run(), and also makes constants of plain attributes: correct only if forward writes none. Returns whether all
  // reads were resolved.
  bool run_on_unwritten();

  // The path of a tensor that the block reads and its module no longer has; empty if there is none. Freezing removes
  // what only the body of a fork reads, because it considers that unused, and the body becomes a part of the graph
  // later.
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
