// SPDX-License-Identifier: Apache-2.0
#pragma once
// Converts LibTorch's types, values and symbols to the plain ones of lib/model. Each type and symbol is stored once.

#include <ATen/core/ivalue.h>
#include <ATen/core/jit_type.h>

#include <string>
#include <unordered_map>

#include "lib/model/class_origin.hpp"
#include "lib/model/graph.hpp"

namespace aimet {

Tensor tensor_fact(const at::Tensor& tensor);
Constant constant_fact(const c10::IValue& value);

// "__torch__.torch.nn.modules.conv.___torch_mangle_0.Conv2d" -> "torch.nn.modules.conv.Conv2d"
std::string python_class_name(const std::string& qualified_name);

class FactTables {
 public:
  explicit FactTables(Graph& graph) : graph_(graph) {}
  SymbolId symbol(const std::string& text);
  TypeId type(const c10::TypePtr& type);
  ConstantId constant(const c10::IValue& value);

 private:
  TypeId add_type(const c10::TypePtr& type, int depth);

  Graph& graph_;
  std::unordered_map<std::string, SymbolId> symbols_;
  std::unordered_map<const c10::Type*, TypeId> type_of_;
  std::unordered_map<std::string, TypeId> type_by_text_;
  std::vector<c10::TypePtr> kept_;  // keeps the addresses in type_of_ from being reused
};

}  // namespace aimet
