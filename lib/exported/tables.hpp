#pragma once
// Model's tables of symbols, types, constants and values, each thing stored once.

#include <map>
#include <string>
#include <string_view>
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
  // An exported program holds no schema. PyTorch's rule for names tells the ops that write into their first input
  // (native_functions.yaml: a trailing underscore); any other op of aten may return a view of it. kNone: not of aten.
  // `arguments`: the names of those that the call gives; defaults are not in the file.
  SchemaId schema(SymbolId kind, const std::vector<std::string>& arguments);
  TypeId type(TypeKind kind, const std::string& text, std::vector<TypeId> elements = {}, const std::string& name = "");
  TypeId tensor_type() { return type(TypeKind::tensor, "Tensor"); }
  TypeId list_of(TypeId element);
  TypeId type_of(const Constant& constant);

  ValueId value(TypeId type);
  ValueId tensor(const Tensor* seen);  // nullptr: its shape is not known
  ValueId constant(Constant constant);
  ValueId module(ModuleId id);

  IdRange operands(const std::vector<ValueId>& values);

  Model& model() { return model_; }

 private:
  Model& model_;
  std::unordered_map<std::string, SymbolId> symbols_;
  std::map<std::pair<bool, std::vector<std::string>>, SchemaId> schemas_;  // by: it writes in place; its arguments
  std::unordered_map<std::string, TypeId> types_;
  std::unordered_map<ModuleId, ValueId> modules_;
};

// Of an argument that holds no value of the graph: as_int, as_floats, as_string, as_none, ...
Constant constant_of(std::string_view tag, const Json& value);

}  // namespace aimet
