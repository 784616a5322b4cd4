// SPDX-License-Identifier: Apache-2.0
#pragma once
// What an op reads, writes and aliases, and whether it is random, from the schema that LibTorch registered for its
// overload.

#include <torch/csrc/jit/ir/ir.h>

#include <unordered_map>

#include "lib/model/graph.hpp"

namespace aimet {

// Writes each schema into Graph::schemas once.
class SchemaTable {
 public:
  explicit SchemaTable(Graph& graph) : graph_(graph) {}

  // kNone if the node's kind has no schema: prim::If, prim::ListConstruct and their like.
  SchemaId add(const torch::jit::Node& node);

  // For a call that has no node: the first overload of `kind` that takes `inputs` as its first arguments. Returns kNone
  // if no overload does.
  SchemaId add(c10::Symbol kind, c10::ArrayRef<torch::jit::Value*> inputs);

 private:
  SchemaId add(const torch::jit::Operator& op, bool is_random);

  Graph& graph_;
  std::unordered_map<const c10::FunctionSchema*, SchemaId> id_of_;
};

}  // namespace aimet
