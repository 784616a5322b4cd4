#pragma once
// What an op reads, writes, aliases and draws, from the schema that LibTorch has registered for its overload.

#include <torch/csrc/jit/ir/ir.h>

#include <unordered_map>

#include "lib/model/model.hpp"

namespace aimet {

// Writes each schema into Model::schemas once.
class SchemaTable {
 public:
  explicit SchemaTable(Model& model) : model_(model) {}

  // kNone if the node's kind has no schema: prim::If, prim::ListConstruct and their like.
  SchemaId add(const torch::jit::Node& node);

 private:
  Model& model_;
  std::unordered_map<const c10::FunctionSchema*, SchemaId> id_of_;
};

}  // namespace aimet
