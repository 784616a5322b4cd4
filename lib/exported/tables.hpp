// SPDX-License-Identifier: Apache-2.0
#pragma once
// Fills Model's tables of symbols, schemas, types, values and constants. Equal symbols, schemas and types are stored
// once.

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
  // The schema from lib/model/op_schemas, because an exported program contains none. An operator that is newer than
  // this table writes into its first input if its name ends in an underscore (native_functions.yaml), and may return a
  // view of it. kNone if the kind is not of aten. `arguments`: the names of the arguments that the call passes;
  // defaults are not in the file.
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

// The constant of an argument that contains no value of the graph: as_int, as_floats, as_string, as_none, ...
Constant constant_of(std::string_view tag, const Json& value);

}  // namespace aimet
