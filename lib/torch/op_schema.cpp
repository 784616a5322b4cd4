// SPDX-License-Identifier: Apache-2.0
#include "lib/torch/op_schema.hpp"

#include <torch/csrc/jit/runtime/operator.h>

#include <algorithm>
#include <string_view>
#include <vector>

#include "lib/model/op_name.hpp"
#include "lib/model/op_schemas.hpp"

namespace aimet {
namespace {

using c10::AliasInfo;
using c10::Argument;

// "(a)", "(a!)" and "(a -> *)" name alias sets; "Tensor(a)[]" names the alias set of a list's elements.
struct AliasSets {
  std::vector<const AliasInfo*> infos;  // of the argument and of what it contains
  bool wildcard_before = false;
  bool wildcard_after = false;
  bool written = false;
};

void add(const AliasInfo& info, AliasSets& sets) {
  sets.infos.push_back(&info);
  sets.wildcard_before = sets.wildcard_before || info.isWildcardBefore();
  sets.wildcard_after = sets.wildcard_after || info.isWildcardAfter();
  for (const AliasInfo& contained : info.containedTypes()) add(contained, sets);
}

AliasSets sets_of(const Argument& argument) {
  AliasSets sets;
  if (argument.alias_info() == nullptr) return sets;
  add(*argument.alias_info(), sets);
  sets.written = argument.alias_info()->isWrite();
  return sets;
}

// The elements of beforeSets() are symbols in 1.13 and 2.6 and may be strings later: only equality is used.
bool share_a_set(const AliasSets& a, const AliasSets& b) {
  for (const AliasInfo* left : a.infos) {
    for (const AliasInfo* right : b.infos) {
      for (const auto& set : left->beforeSets()) {
        if (right->beforeSets().count(set) != 0) return true;
      }
    }
  }
  return false;
}

bool is_tensor(const Argument& argument) {
  const c10::TypePtr& type = argument.type();
  if (type->kind() == c10::TypeKind::TensorType) return true;
  return type->kind() == c10::TypeKind::OptionalType && type->containedTypes().size() == 1 &&
         type->containedTypes()[0]->kind() == c10::TypeKind::TensorType;
}

bool contains_tensor(const c10::TypePtr& type) {
  if (type->kind() == c10::TypeKind::TensorType) return true;
  const auto elements = type->containedTypes();
  return std::any_of(elements.begin(), elements.end(),
                     [](const c10::TypePtr& element) { return contains_tensor(element); });
}

// Whether a tracer records the op: it records what passes through PyTorch's dispatcher. Ops that LibTorch implements
// only for scripts (numbers, lists, dicts, strings) are plain Python under a tracer, except for variants of tensor
// methods: aten::to.prim_dtype, aten::split with a list, aten::copy_.int.
bool is_recorded(const torch::jit::Operator& op, const c10::FunctionSchema& schema) {
  const std::string_view name = schema.name();
  const bool is_builtin = aimet::is_builtin(name);
  if (!is_builtin || op.isC10Op()) return true;
  const auto& arguments = schema.arguments();
  const auto& returns = schema.returns();
  return std::any_of(arguments.begin(), arguments.end(), is_tensor) &&
         std::any_of(returns.begin(), returns.end(), [](const Argument& a) { return contains_tensor(a.type()); });
}

void find_aliases(const c10::FunctionSchema& schema, OpSchema& fact) {
  std::vector<AliasSets> inputs;
  for (const Argument& argument : schema.arguments()) inputs.push_back(sets_of(argument));
  const bool any_marked =
      std::any_of(inputs.begin(), inputs.end(), [](const AliasSets& s) { return !s.infos.empty(); });
  fact.may_return_input = may_return_input(schema.name());
  const bool unmarked = fact.may_return_input || views_input(schema.name());
  std::int32_t container = kNone;
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    if (!inputs[i].written) continue;
    fact.writes.push_back(static_cast<std::int32_t>(i));
    if (container == kNone) container = static_cast<std::int32_t>(i);
  }
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    const auto input = static_cast<std::int32_t>(i);
    // "append(t[](a!) self, t(c -> *) el)": el is stored in self.
    if (container != kNone && input != container && inputs[i].wildcard_after) fact.stores.push_back({container, input});
  }
  for (std::size_t o = 0; o < schema.returns().size(); ++o) {
    const AliasSets output = sets_of(schema.returns()[o]);
    for (std::size_t i = 0; i < inputs.size(); ++i) {
      const bool wild = output.wildcard_before && (!any_marked || !inputs[i].infos.empty());
      if (wild || share_a_set(output, inputs[i]) || (unmarked && o == 0 && i == 0)) {
        fact.aliases.push_back({static_cast<std::int32_t>(o), static_cast<std::int32_t>(i)});
      }
    }
  }
}

bool takes(const c10::FunctionSchema& schema, c10::ArrayRef<torch::jit::Value*> inputs) {
  const auto& arguments = schema.arguments();
  return inputs.size() <= arguments.size() &&
         std::equal(inputs.begin(), inputs.end(), arguments.begin(),
                    [](const torch::jit::Value* input, const c10::Argument& argument) {
                      return input->type()->isSubtypeOf(*argument.type());
                    });
}

}  // namespace

SchemaId SchemaTable::add(const torch::jit::Node& node) {
  const torch::jit::Operator* op = node.maybeOperator();
  return op == nullptr ? kNone : add(*op, node.isNondeterministic());
}

// No operator that LibTorch upgrades draws random numbers (torch/csrc/jit/operator_upgraders/version_map.cpp).
SchemaId SchemaTable::add(c10::Symbol kind, c10::ArrayRef<torch::jit::Value*> inputs) {
  for (const auto& op : torch::jit::getAllOperatorsFor(kind)) {
    if (takes(op->schema(), inputs)) return add(*op, false);
  }
  return kNone;
}

SchemaId SchemaTable::add(const torch::jit::Operator& op, bool is_random) {
  const c10::FunctionSchema& schema = op.schema();
  const auto [entry, is_new] = id_of_.emplace(&schema, graph_.schemas.next_id());
  if (!is_new) return entry->second;
  OpSchema fact;
  for (const c10::Argument& argument : schema.arguments()) fact.arguments.push_back(argument.name());
  fact.is_recorded = is_recorded(op, schema);
  fact.is_random = is_random;
  fact.is_generic = std::any_of(schema.arguments().begin(), schema.arguments().end(),
                                [](const c10::Argument& argument) { return argument.type()->hasFreeVariables(); });
  find_aliases(schema, fact);
  graph_.schemas.push_back(std::move(fact));
  return entry->second;
}

}  // namespace aimet
