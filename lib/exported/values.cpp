// SPDX-License-Identifier: Apache-2.0
#include "lib/exported/values.hpp"

#include <algorithm>

#include "lib/exported/tensors.hpp"
#include "lib/file/quote.hpp"
#include "lib/model/error.hpp"

namespace aimet {
namespace {

[[noreturn]] void corrupt(std::string_view name, const char* what) {
  throw RunError(ErrorKind::corrupt, "the program's graph is damaged: " + quoted(std::string(name)) + " " + what +
                                         ". Export the model again.");
}

// {"name": "x"}, {"as_name": "s0"} or {"as_tensor": {"name": "x"}}; "" for a constant.
std::string_view name_in(const Json& element) {
  if (!element["name"].is_null()) return element["name"].text();
  if (!element["as_name"].is_null()) return element["as_name"].text();
  return element["as_tensor"]["name"].text();
}

bool contains_names(std::string_view tag) {
  return tag == "as_tensor" || tag == "as_tensors" || tag == "as_optional_tensor" || tag == "as_optional_tensors" ||
         tag == "as_nested_tensors" || tag == "as_custom_obj" || tag.substr(0, 7) == "as_sym_";
}

}  // namespace

Scope::Scope(const Json& graph) {
  for (const Json meta : graph["tensor_values"]) tensors.emplace(meta.key(), meta);
}

void Values::define(Scope& scope, std::string_view name, ValueId value) {
  if (name.empty()) return;
  if (!scope.values.emplace(name, value).second) corrupt(name, "is defined twice");
}

ValueId Values::define_tensor(Scope& scope, std::string_view name) {
  const auto meta = scope.tensors.find(name);
  const auto seen = meta == scope.tensors.end() ? std::nullopt : tensor_of(meta->second);
  const ValueId value = tables_.tensor(seen ? &*seen : nullptr);
  define(scope, name, value);
  return value;
}

std::vector<std::string_view> Values::names_in(const Json& arguments) {
  std::vector<std::string_view> names;
  for (const Json argument : arguments) {
    const Json value = argument.first();
    if (!contains_names(value.key())) continue;
    if (value.is_array()) {
      for (const Json element : value) names.push_back(name_in(element));
    } else {
      names.push_back(name_in(value));
    }
  }
  return names;
}

void Values::define_all(Scope& scope, const Json& arguments, std::vector<ValueId>& values) {
  for (const Json argument : arguments) {
    const Json value = argument.first();
    const std::string_view tag = value.key();
    if (!contains_names(tag)) continue;
    const bool is_number = tag.substr(0, 7) == "as_sym_";
    const auto add = [&](const Json& element) {
      const std::string_view name = name_in(element);
      if (name.empty()) return;
      if (!is_number) {
        values.push_back(define_tensor(scope, name));
        return;
      }
      values.push_back(tables_.value(tag == "as_sym_bool"    ? tables_.type(TypeKind::boolean, "bool")
                                     : tag == "as_sym_float" ? tables_.type(TypeKind::floating, "float")
                                                             : tables_.type(TypeKind::integer, "int")));
      define(scope, name, values.back());
    };
    if (value.is_array()) {
      for (const Json element : value) add(element);
    } else {
      add(value);
    }
  }
}

void Values::add_attribute(ValueId value, ModuleId owner, const std::string& name) {
  tables_.model().values[value].is_attribute = true;
  attributes_.emplace(value, Owned{owner, name, false});
}

ValueId Values::named(std::string_view name, const Scope& scope, const Place& place) {
  const auto known = scope.values.find(name);
  if (known == scope.values.end()) corrupt(name, "is used before anything defines it");
  const auto attribute = attributes_.find(known->second);
  if (attribute != attributes_.end() && !attribute->second.is_read) {
    attribute->second.is_read = true;
    OpDraft read;
    read.kind = tables_.symbol("prim::GetAttr");
    read.attribute = tables_.symbol(attribute->second.name);
    read.inputs = {tables_.module(attribute->second.owner)};
    read.outputs = {known->second};
    draft_.add(place.body, std::move(read));
  }
  return known->second;
}

ValueId Values::list(std::string_view tag, const Json& elements, const Scope& scope, const Place& place) {
  bool all_constant = true;
  for (const Json element : elements) {
    if (element.is_array() || !name_in(element).empty()) all_constant = false;
  }
  if (all_constant && tag.substr(0, 7) == "as_sym_") {
    Constant constant;
    constant.kind = Constant::Kind::list;
    for (const Json element : elements) constant.elements.push_back(constant_of("as_int", element.first()));
    return tables_.constant(std::move(constant));
  }
  OpDraft construct;
  construct.kind = tables_.symbol("prim::ListConstruct");
  for (const Json element : elements) {
    if (element.is_array()) {
      construct.inputs.push_back(list(tag, element, scope, place));
    } else if (const std::string_view name = name_in(element); !name.empty()) {
      construct.inputs.push_back(named(name, scope, place));
    } else {
      const Json value = element.first();
      construct.inputs.push_back(tables_.constant(constant_of(value.key(), value)));
    }
  }
  const bool numbers = tag.substr(0, 7) == "as_sym_";
  const ValueId made =
      tables_.value(tables_.list_of(numbers ? tables_.type(TypeKind::integer, "int") : tables_.tensor_type()));
  construct.outputs = {made};
  draft_.add(place.body, std::move(construct));
  return made;
}

ValueId Values::argument(const Json& argument, const Scope& scope, const Place& place) {
  const Json value = argument.first();
  const std::string_view tag = value.key();
  if (!contains_names(tag)) return tables_.constant(constant_of(tag, value));
  if (value.is_array()) return list(tag, value, scope, place);
  const std::string_view name = name_in(value);
  if (!name.empty()) return named(name, scope, place);
  const Json inside = value.first();  // {"as_none": true}, {"as_int": 3}
  return tables_.constant(constant_of(inside.key(), inside));
}

void Values::flatten(const Json& argument, const Scope& scope, const Place& place, std::vector<ValueId>& values) {
  const Json value = argument.first();
  const std::string_view tag = value.key();
  if (!value.is_array() || !contains_names(tag)) {
    if (tag != "as_graph") values.push_back(this->argument(argument, scope, place));
    return;
  }
  for (const Json element : value) {
    const std::string_view name = name_in(element);
    if (name.empty()) {
      const Json inside = element.first();
      values.push_back(tables_.constant(constant_of(inside.key(), inside)));
    } else {
      values.push_back(named(name, scope, place));
    }
  }
}

void Values::note_training(ModuleId id) {
  Module& module = modules_.modules[id];
  if (module.origin != ClassOrigin::torch_nn) return;  // a function in the user's code is judged as a function
  module.training = true;
  tables_.model().saved_in_training = true;
}

void Values::note_use(ValueId value, ModuleId module, std::string_view name) {
  const auto attribute = attributes_.find(value);
  if (attribute == attributes_.end() || attribute->second.owner == module) return;
  Module& reader = modules_.modules[module];
  const Module& owner = modules_.modules[attribute->second.owner];
  if (!reader.is_leaf() || reader.origin != ClassOrigin::torch_nn || owner.object == reader.object) return;
  const auto is_known = [&](const Parameter& parameter) { return parameter.name == name; };
  if (std::any_of(reader.parameters.begin(), reader.parameters.end(), is_known)) return;
  for (const Parameter& parameter : owner.parameters) {
    if (parameter.name != attribute->second.name) continue;
    Parameter shared = parameter;
    shared.name = name;
    reader.parameters.push_back(std::move(shared));
    return;
  }
}

}  // namespace aimet
