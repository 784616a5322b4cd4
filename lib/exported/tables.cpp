// SPDX-License-Identifier: Apache-2.0
#include "lib/exported/tables.hpp"

#include <algorithm>
#include <limits>

#include "lib/model/op_name.hpp"
#include "lib/model/op_schemas.hpp"

namespace aimet {
namespace {

constexpr std::size_t kLongestList = 64;  // elements kept of a constant list: remedies need strides, not vocabularies

// PyTorch after 2.6 writes strings for floats that JSON cannot represent.
double floating_of(const Json& value) {
  if (value.text() == "Infinity") return std::numeric_limits<double>::infinity();
  if (value.text() == "-Infinity") return -std::numeric_limits<double>::infinity();
  return value.number().value_or(std::numeric_limits<double>::quiet_NaN());
}

Constant element_of(std::string_view tag, const Json& value) {
  Constant constant;
  if (tag.substr(0, 8) == "as_float") {
    constant.kind = Constant::Kind::floating;
    constant.floating = floating_of(value);
  } else if (value.is_boolean()) {
    constant.kind = Constant::Kind::boolean;
    constant.integer = value.is_true() ? 1 : 0;
  } else if (const auto integer = value.integer();
             integer && tag != "as_scalar_type" && tag != "as_layout" && tag != "as_memory_format") {
    constant.kind = Constant::Kind::integer;
    constant.integer = *integer;
  } else if (value.is_text()) {
    constant.kind = Constant::Kind::string;
    constant.string = value.text();
  }
  return constant;
}

// Whether the space-separated words contain this one.
bool has_word(std::string_view words, std::string_view word) {
  for (std::size_t at = 0; at < words.size();) {
    const std::size_t end = std::min(words.find(' ', at), words.size());
    if (words.substr(at, end - at) == word) return true;
    at = end + 1;
  }
  return false;
}

OpSchema schema_of(std::string_view name, const std::vector<std::string>& arguments, std::size_t outputs) {
  OpSchema schema;
  schema.arguments = arguments;
  schema.may_return_input = may_return_input(name);
  const bool is_unmarked_view = schema.may_return_input || views_input(name);
  const KnownOperator* known = find_operator(name);
  const bool is_in_place = has_in_place_name(name);
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const bool is_written = known != nullptr ? has_word(known->written, arguments[i]) : i == 0 && is_in_place;
    const bool is_viewed =
        known != nullptr ? has_word(known->viewed, arguments[i]) || (i == 0 && is_unmarked_view) : i == 0;
    const auto input = static_cast<std::int32_t>(i);
    if (is_written) schema.writes.push_back(input);
    for (std::size_t output = 0; is_viewed && output < outputs; ++output)
      schema.aliases.push_back({static_cast<std::int32_t>(output), input});
  }
  return schema;
}

}  // namespace

SymbolId Tables::symbol(const std::string& text) {
  const auto [entry, is_new] = symbols_.emplace(text, model_.symbols.next_id());
  if (is_new) model_.symbols.push_back(text);
  return entry->second;
}

SchemaId Tables::schema(SymbolId kind, const std::vector<std::string>& arguments, std::size_t outputs) {
  const std::string& name = model_.symbols[kind];
  if (!is_aten(name)) return kNone;
  const auto [entry, is_new] = schemas_.emplace(std::tuple(kind, arguments, outputs), model_.schemas.next_id());
  if (is_new) model_.schemas.push_back(schema_of(name, arguments, outputs));
  return entry->second;
}

TypeId Tables::type(TypeKind kind, const std::string& text, std::vector<TypeId> elements, const std::string& name) {
  const std::string key = std::to_string(static_cast<int>(kind)) + text + "|" + name;
  const auto [entry, is_new] = types_.emplace(key, model_.types.next_id());
  if (is_new) model_.types.push_back({kind, text, std::move(elements), name});
  return entry->second;
}

TypeId Tables::list_of(TypeId element) {
  return type(TypeKind::list, "List[" + model_.type(element).text + "]", {element});
}

TypeId Tables::type_of(const Constant& constant) {
  switch (constant.kind) {
    case Constant::Kind::none:
      return type(TypeKind::none, "None");
    case Constant::Kind::boolean:
      return type(TypeKind::boolean, "bool");
    case Constant::Kind::integer:
      return type(TypeKind::integer, "int");
    case Constant::Kind::floating:
      return type(TypeKind::floating, "float");
    case Constant::Kind::string:
      return type(TypeKind::string, "str");
    case Constant::Kind::list:
      return list_of(constant.elements.empty() ? type(TypeKind::integer, "int") : type_of(constant.elements.front()));
    default:
      return type(TypeKind::other, "object");
  }
}

ValueId Tables::value(TypeId type) {
  Value fact;
  fact.type = type;
  return model_.values.add(fact);
}

ValueId Tables::tensor(const Tensor* seen) {
  const ValueId id = value(tensor_type());
  if (seen != nullptr) {
    model_.values.back().observed = {model_.observations.add(*seen), 1};
  }
  return id;
}

ValueId Tables::constant(Constant constant) {
  const ValueId id = value(type_of(constant));
  model_.values.back().constant = model_.constants.add(std::move(constant));
  return id;
}

ValueId Tables::module(ModuleId id) {
  const auto known = modules_.find(id);
  if (known != modules_.end()) return known->second;
  const ValueId made = value(type(TypeKind::module, "Module"));
  model_.values.back().module = id;
  modules_.emplace(id, made);
  return made;
}

IdRange<OperandId> Tables::operands(const std::vector<ValueId>& values) {
  const IdRange<OperandId> range{model_.operands.next_id(), static_cast<std::int32_t>(values.size())};
  model_.operands.insert(model_.operands.end(), values.begin(), values.end());
  return range;
}

Constant constant_of(std::string_view tag, const Json& value) {
  Constant constant;
  if (tag == "as_none") {
    constant.kind = Constant::Kind::none;
  } else if (value.is_array()) {
    constant.kind = Constant::Kind::list;
    for (const Json element : value) {
      if (constant.elements.size() == kLongestList) break;
      constant.elements.push_back(element_of(tag, element));
    }
  } else {
    constant = element_of(tag, value);
  }
  return constant;
}

}  // namespace aimet
