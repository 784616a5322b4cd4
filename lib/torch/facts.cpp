// SPDX-License-Identifier: Apache-2.0
#include "lib/torch/facts.hpp"

#include <ATen/core/Tensor.h>
#include <c10/core/ScalarType.h>

#include <algorithm>
#include <regex>
#include <string_view>

#include "lib/torch/dtype.hpp"

namespace aimet {
namespace {

constexpr std::size_t kLongestList = 64;  // elements kept of a constant list: remedies need strides, not vocabularies

TypeKind kind_of(const c10::Type& type) {
  switch (type.kind()) {
    case c10::TypeKind::TensorType:
      return TypeKind::tensor;
    case c10::TypeKind::IntType:
      return TypeKind::integer;
    case c10::TypeKind::FloatType:
      return TypeKind::floating;
    case c10::TypeKind::NumberType:
      return TypeKind::floating;
    case c10::TypeKind::ComplexType:
      return TypeKind::complex;
    case c10::TypeKind::BoolType:
      return TypeKind::boolean;
    case c10::TypeKind::StringType:
      return TypeKind::string;
    case c10::TypeKind::NoneType:
      return TypeKind::none;
    case c10::TypeKind::DeviceObjType:
      return TypeKind::device;
    case c10::TypeKind::ListType:
      return TypeKind::list;
    case c10::TypeKind::TupleType:
      return TypeKind::tuple;
    case c10::TypeKind::DictType:
      return TypeKind::dict;
    case c10::TypeKind::OptionalType:
      return TypeKind::optional;
    default:
      return type.is_module() ? TypeKind::module : TypeKind::other;
  }
}

// Bounds the digits: std::regex recurses on each one, and a class name may contain a megabyte of them.
std::string annotation(const c10::Type& type) {
  static const std::regex kMangle(R"(___torch_mangle_\d{1,18}\.)");
  static const std::regex kRoot(R"(__torch__\.)");
  return std::regex_replace(std::regex_replace(type.annotation_str(), kMangle, ""), kRoot, "");
}

void add_elements(Constant& fact, c10::ArrayRef<c10::IValue> elements) {
  for (std::size_t i = 0; i < std::min(elements.size(), kLongestList); ++i) {
    fact.elements.push_back(constant_fact(elements[i]));
  }
}

}  // namespace

Tensor tensor_fact(const at::Tensor& tensor) {
  if (!tensor.defined()) return {"undefined", {}};
  Tensor fact{dtype_name(tensor.scalar_type()), {}};
  if (!tensor.is_nested()) fact.shape.assign(tensor.sizes().begin(), tensor.sizes().end());
  return fact;
}

Constant constant_fact(const c10::IValue& value) {
  Constant fact;
  if (value.isNone()) {
    fact.kind = Constant::Kind::none;
  } else if (value.isBool()) {
    fact.kind = Constant::Kind::boolean;
    fact.integer = value.toBool() ? 1 : 0;
  } else if (value.isInt()) {
    fact.kind = Constant::Kind::integer;
    fact.integer = value.toInt();
  } else if (value.isDouble()) {
    fact.kind = Constant::Kind::floating;
    fact.floating = value.toDouble();
  } else if (value.isString()) {
    fact.kind = Constant::Kind::string;
    fact.string = value.toStringRef();
  } else if (value.isTensor()) {
    fact.kind = Constant::Kind::tensor;
    fact.tensor = tensor_fact(value.toTensor());
  } else if (value.isList()) {
    fact.kind = Constant::Kind::list;
    add_elements(fact, value.toListRef());
  } else if (value.isTuple()) {
    fact.kind = Constant::Kind::tuple;
    add_elements(fact, value.toTupleRef().elements());
  }
  return fact;
}

std::string python_class_name(const std::string& qualified_name) {
  static const std::regex kMangle(R"(___torch_mangle_\d{1,18}\.)");
  std::string name = std::regex_replace(qualified_name, kMangle, "");
  constexpr std::string_view kRoot = "__torch__.";
  return name.rfind(kRoot, 0) == 0 ? name.substr(kRoot.size()) : name;
}

SymbolId FactTables::symbol(const std::string& text) {
  const auto [entry, is_new] = symbols_.emplace(text, graph_.symbols.next_id());
  if (is_new) graph_.symbols.push_back(text);
  return entry->second;
}

TypeId FactTables::type(const c10::TypePtr& type) {
  const auto known = type_of_.find(type.get());
  if (known != type_of_.end()) return known->second;
  const TypeId id = add_type(type, 0);
  type_of_.emplace(type.get(), id);
  kept_.push_back(type);
  return id;
}

TypeId FactTables::add_type(const c10::TypePtr& type, int depth) {
  Type fact;
  fact.kind = kind_of(*type);
  fact.text = annotation(*type);
  if (const auto named = type->cast<c10::NamedType>()) {
    if (named->name()) fact.name = python_class_name(named->name()->qualifiedName());
  }
  const std::string key = std::to_string(static_cast<int>(fact.kind)) + fact.text + "|" + fact.name;
  const auto known = type_by_text_.find(key);
  if (known != type_by_text_.end()) return known->second;
  constexpr int kDeepest = 32;
  if (depth < kDeepest && fact.kind != TypeKind::module) {
    for (const auto& element : type->containedTypes()) fact.elements.push_back(add_type(element, depth + 1));
  }
  const TypeId id = graph_.types.add(std::move(fact));
  type_by_text_.emplace(key, id);
  return id;
}

ConstantId FactTables::constant(const c10::IValue& value) { return graph_.constants.add(constant_fact(value)); }

}  // namespace aimet
