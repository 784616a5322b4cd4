// SPDX-License-Identifier: Apache-2.0

// Matches arguments of ops and attributes of modules with the values that a pattern asks for.

#include "lib/check/pattern_values.hpp"

#include <fnmatch.h>

#include <algorithm>
#include <sstream>

#include "lib/model/text.hpp"

namespace aimet {
namespace {

using Kind = Constant::Kind;

// The value of a constant, or of a list or tuple that the code constructs from constants. nullopt if the file does not
// contain the value.
std::optional<Constant> known_value(const Model& model, ValueId id, int depth = 0) {
  constexpr int kDeepest = 4;
  const Value& value = model.value(id);
  if (value.constant != kNone) return model.constant(value.constant);
  if (value.producer == kNone || depth > kDeepest) return std::nullopt;
  const std::string& kind = model.kind(value.producer);
  if (kind != "prim::ListConstruct" && kind != "prim::TupleConstruct") return std::nullopt;
  Constant list;
  list.kind = Kind::list;
  const Op& op = model.op(value.producer);
  for (std::int32_t i = 0; i < op.inputs.count; ++i) {
    auto element = known_value(model, model.operand(op.inputs, i), depth + 1);
    if (!element) return std::nullopt;
    list.elements.push_back(std::move(*element));
  }
  return list;
}

bool is_list(const Constant& value) { return value.kind == Kind::list || value.kind == Kind::tuple; }

bool has_value(const ValuePattern& pattern, const Constant& value) {
  switch (pattern.kind) {
    case ValuePattern::Kind::none:
      return value.kind == Kind::none;
    case ValuePattern::Kind::boolean:
      return value.kind == Kind::boolean && (value.integer != 0) == pattern.boolean;
    case ValuePattern::Kind::number:
      return (value.kind == Kind::integer && pattern.number.contains(static_cast<double>(value.integer))) ||
             (value.kind == Kind::floating && pattern.number.contains(value.floating));
    case ValuePattern::Kind::text:
      return value.kind == Kind::string && ::fnmatch(pattern.glob.c_str(), value.string.c_str(), 0) == 0;
  }
  return false;
}

bool is_one_of(const std::vector<ValuePattern>& any_of, const Constant& value) {
  return std::any_of(any_of.begin(), any_of.end(),
                     [&](const ValuePattern& pattern) { return has_value(pattern, value) != pattern.negated; });
}

bool fits(const std::vector<ValuePattern>& any_of, const Constant& value, Quantifier quantifier) {
  if (!is_list(value)) return is_one_of(any_of, value);
  const auto one = [&](const Constant& element) { return is_one_of(any_of, element); };
  return quantifier == Quantifier::some ? std::any_of(value.elements.begin(), value.elements.end(), one)
                                        : std::all_of(value.elements.begin(), value.elements.end(), one);
}

std::string printed(const Constant& value) {
  switch (value.kind) {
    case Kind::none:
      return "None";
    case Kind::boolean:
      return value.integer != 0 ? "True" : "False";
    case Kind::integer:
      return std::to_string(value.integer);
    case Kind::string:
      return "'" + value.string + "'";
    case Kind::floating: {
      std::ostringstream text;
      text << value.floating;
      return text.str();
    }
    case Kind::list:
    case Kind::tuple:
      return "[" + joined(value.elements, ", ", printed) + "]";
    default:
      return "something else";
  }
}

// All arguments must match. `value_of` returns the value of an argument by its name; nullopt if it is not known.
template <typename ValueOf>
Match all_match(const std::vector<ArgumentPattern>& where, Quantifier quantifier, const ValueOf& value_of) {
  Match match;
  for (const ArgumentPattern& argument : where) {
    const std::optional<Constant> value = value_of(argument.name);
    const std::string detail = argument.name + " is " + (value ? printed(*value) : "not known");
    const bool fit = value && fits(argument.any_of, *value, quantifier);
    if (value && !fit) return {Verdict::no, detail};
    if (!value) match.verdict = Verdict::unknown;
    match.detail += (match.detail.empty() ? "" : ", ") + detail;
  }
  return match;
}

}  // namespace

Match arguments_match(const Model& model, OpId id, const Pattern& pattern, Quantifier quantifier) {
  if (pattern.where.empty()) return {};
  const Op& op = model.op(id);
  static const std::vector<std::string> kNoNames;
  const OpSchema* schema = model.schema(id);
  const auto& names = schema == nullptr ? kNoNames : schema->arguments;
  const auto has = [&](const ArgumentPattern& argument) {
    return std::find(names.begin(), names.end(), argument.name) != names.end();
  };
  // An exported program contains the arguments that the call passes. The others have a default, which is not in the
  // file.
  const bool names_all = model.form != SourceForm::exported;
  if (names_all && !std::all_of(pattern.where.begin(), pattern.where.end(), has))
    return {Verdict::no, "it has no such argument"};
  return all_match(pattern.where, quantifier, [&](const std::string& name) -> std::optional<Constant> {
    const auto found = std::find(names.begin(), names.end(), name);
    const auto at = static_cast<std::int32_t>(found - names.begin());
    if (found == names.end() || at >= op.inputs.count) return std::nullopt;
    return known_value(model, model.operand(op.inputs, at));
  });
}

Match attributes_match(const Module& module, const Pattern& pattern, Quantifier quantifier) {
  if (pattern.where.empty()) return {};
  return all_match(pattern.where, quantifier, [&](const std::string& name) -> std::optional<Constant> {
    const auto found = std::find_if(module.attributes.begin(), module.attributes.end(),
                                    [&](const Attribute& attribute) { return attribute.name == name; });
    return found == module.attributes.end() ? std::nullopt : std::optional<Constant>(found->value);
  });
}

}  // namespace aimet
