// SPDX-License-Identifier: Apache-2.0
#pragma once
// Model's tables of symbols, types, constants and values, each thing stored once.

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <utility>
#include <vector>

#include "lib/exported/json_document.hpp"
#include "lib/model/model.hpp"

namespace aimet {

class Tables {
 public:
  explicit Tables(Model& model) : model_(model) {}

  SymbolId symbol(const std::string& text);
  // An exported program holds no schema: that of lib/model/op_schemas. An operator that is newer than this table writes
  // into its first input if its name ends in an underscore (native_functions.yaml), and may return a view of it. kNone:
  // not of aten. `arguments`: the names of those that the call gives; defaults are not in the file.
  SchemaId schema(SymbolId kind, const std::vector<std::string>& arguments, std::size_t outputs);
  TypeId type(TypeKind kind, const std::string& text, std::vector<TypeId> elements = {}, const std::string& name = "");
  TypeId tensor_type() { return type(TypeKind::tensor, "Tensor"); }
  TypeId list_of(TypeId element);
  TypeId type_of(const Constant& constant);

  ValueId value(TypeId type);
  ValueId tensor(const Tensor* seen);  // nullptr: its shape is not known
  ValueId constant(Constant constant);
  ValueId module(ModuleId id);

  IdRange<OperandId> operands(const std::vector<ValueId>& values);

  Model& model() { return model_; }

 private:
  Model& model_;
  std::unordered_map<std::string, SymbolId> symbols_;
  std::map<std::tuple<SymbolId, std::vector<std::string>, std::size_t>, SchemaId> schemas_;
  std::unordered_map<std::string, TypeId> types_;
  std::unordered_map<ModuleId, ValueId> modules_;
};

// Of an argument that holds no value of the graph: as_int, as_floats, as_string, as_none, ...
Constant constant_of(std::string_view tag, const Json& value);

}  // namespace aimet
