// SPDX-License-Identifier: Apache-2.0
#include "lib/torch/feed.hpp"

#include <ATen/Context.h>
#include <ATen/core/Dict.h>
#include <ATen/core/List.h>
#include <ATen/core/Tensor.h>
#include <ATen/core/jit_type.h>

#include <charconv>
#include <utility>

#include "lib/inputs/fill.hpp"
#include "lib/inputs/printable.hpp"
#include "lib/model/error.hpp"
#include "lib/torch/natural_value.hpp"
#include "lib/torch/tuple_of_type.hpp"
#include "lib/torch/value_text.hpp"

namespace aimet {
namespace {

// Converts values to the types of the schema: typed containers, named tuples, numbers of the right kind.
struct Coercion {
  const std::string& where;

  c10::IValue run(const c10::IValue& value, const c10::TypePtr& type, const std::string& target) const {
    switch (type->kind()) {
      case c10::TypeKind::AnyType:
        return value;
      case c10::TypeKind::OptionalType:
        return value.isNone() ? value : run(value, type->expectRef<c10::OptionalType>().getElementType(), target);
      case c10::TypeKind::ListType:
        return to_list(value, type, target);
      case c10::TypeKind::TupleType:
        return to_tuple(value, type, target);
      case c10::TypeKind::DictType:
        return to_dict(value, type, target);
      case c10::TypeKind::UnionType:
        return to_one_of(value, type, target);
      case c10::TypeKind::DeviceObjType:
        return to_device(value, type, target);
      case c10::TypeKind::TensorType:
        if (value.isTensor()) return value;
        break;
      case c10::TypeKind::FloatType:
        if (value.isInt()) return static_cast<double>(value.toInt());
        break;
      case c10::TypeKind::ComplexType:
        if (value.isInt()) return c10::complex<double>(static_cast<double>(value.toInt()), 0);
        if (value.isDouble()) return c10::complex<double>(value.toDouble(), 0);
        break;
      default:
        break;
    }
    if (!value.type()->isSubtypeOf(*type)) misfit(value, type, target);
    return value;
  }

 private:
  [[noreturn]] void misfit(const c10::IValue& value, const c10::TypePtr& type, const std::string& target) const {
    throw RunError(ErrorKind::inputs, where + ": " + value_text(value) + " was given for " + target + ", expected " +
                                          printable(type->annotation_str(), 200));
  }

  c10::IValue to_list(const c10::IValue& value, const c10::TypePtr& type, const std::string& target) const {
    if (!value.isList()) misfit(value, type, target);
    const c10::TypePtr element = type->expectRef<c10::ListType>().getElementType();
    const c10::List<c10::IValue> given = value.toList();
    c10::impl::GenericList list(element);
    list.reserve(given.size());
    for (std::size_t i = 0; i < given.size(); ++i) {
      list.push_back(run(given.get(i), element, target + "[" + std::to_string(i) + "]"));
    }
    return list;
  }

  c10::IValue to_tuple(const c10::IValue& value, const c10::TypePtr& type, const std::string& target) const {
    const auto types = type->expectRef<c10::TupleType>().elements();
    if (!value.isTuple() || value.toTupleRef().elements().size() != types.size()) misfit(value, type, target);
    std::vector<c10::IValue> elements;
    for (std::size_t i = 0; i < types.size(); ++i) {
      elements.push_back(run(value.toTupleRef().elements()[i], types[i], target + "[" + std::to_string(i) + "]"));
    }
    return tuple_of_type(type, std::move(elements));
  }

  c10::IValue to_dict(const c10::IValue& value, const c10::TypePtr& type, const std::string& target) const {
    if (!value.isGenericDict()) misfit(value, type, target);
    const auto& dict_type = type->expectRef<c10::DictType>();
    c10::impl::GenericDict dict(dict_type.getKeyType(), dict_type.getValueType());
    for (const auto& entry : value.toGenericDict()) {
      const std::string inner = target + "[" + value_text(entry.key()) + "]";
      const c10::IValue key = run(key_of(entry.key(), dict_type.getKeyType()), dict_type.getKeyType(), inner);
      if (dict.contains(key)) throw RunError(ErrorKind::inputs, where + ": " + inner + " was given twice");
      dict.insert(key, run(entry.value(), dict_type.getValueType(), inner));
    }
    return dict;
  }

  // The keys of a JSON object are strings.
  static c10::IValue key_of(const c10::IValue& key, const c10::TypePtr& type) {
    if (!key.isString() || type->kind() != c10::TypeKind::IntType) return key;
    const std::string& text = key.toStringRef();
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc() && end == text.data() + text.size() ? c10::IValue(number) : key;
  }

  c10::IValue to_one_of(const c10::IValue& value, const c10::TypePtr& type, const std::string& target) const {
    for (const c10::TypePtr& choice : type->containedTypes()) {
      if (value.type()->isSubtypeOf(*choice)) return value;
    }
    for (const c10::TypePtr& choice : type->containedTypes()) {
      try {
        return run(value, choice, target);
      } catch (const RunError&) {  // not this one
      }
    }
    misfit(value, type, target);
  }

  c10::IValue to_device(const c10::IValue& value, const c10::TypePtr& type, const std::string& target) const {
    if (value.isDevice()) return value;
    if (!value.isString() || value.toStringRef() != "cpu") misfit(value, type, target + R"( (models run on "cpu"))");
    return c10::Device(c10::kCPU);
  }
};

}  // namespace

std::vector<c10::IValue> make_inputs(const Sample& sample, const InputMatch& match, const c10::FunctionSchema& schema,
                                     std::uint64_t seed) {
  expect_enough_memory(sample);
  at::manual_seed(seed);
  const std::vector<c10::Argument>& arguments = schema.arguments();
  if (arguments.size() < match.input_of.size())
    throw RunError(ErrorKind::internal, "more inputs were matched than forward has parameters");
  const std::size_t self = arguments.size() - match.input_of.size();
  std::vector<c10::IValue> values;
  for (std::size_t i = 0; i < match.input_of.size(); ++i) {
    const c10::Argument& argument = arguments[self + i];
    if (match.input_of[i] == kNone) {
      if (!argument.default_value())
        throw RunError(ErrorKind::internal, "a parameter of forward without a default was not matched");
      values.push_back(*argument.default_value());
      continue;
    }
    const InputSpec& input = sample.inputs[static_cast<std::size_t>(match.input_of[i])];
    values.push_back(Coercion{input.where}.run(natural_value(input), argument.type(), printable(argument.name())));
  }
  return values;
}

}  // namespace aimet
