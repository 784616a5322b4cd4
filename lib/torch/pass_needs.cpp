#include "lib/torch/pass_needs.hpp"

#include <ATen/core/jit_type.h>

#include <algorithm>
#include <unordered_map>

namespace aimet {
namespace {

namespace prim = c10::prim;

bool holds_tuple(const c10::Type& type) {
  if (type.kind() == c10::TypeKind::TupleType) return true;
  const auto inner = type.containedTypes();
  return std::any_of(inner.begin(), inner.end(), [](const c10::TypePtr& part) { return holds_tuple(*part); });
}

bool is_constant(const torch::jit::Value* value) { return value->node()->kind() == prim::Constant; }

}  // namespace

bool has_any(const torch::jit::Block& block, const std::vector<c10::Symbol>& kinds) {
  for (const torch::jit::Node* node : block.nodes()) {
    if (std::find(kinds.begin(), kinds.end(), node->kind()) != kinds.end()) return true;
    for (const torch::jit::Block* inner : node->blocks()) {
      if (has_any(*inner, kinds)) return true;
    }
  }
  return false;
}

bool is_straight_and_pure(torch::jit::Block& block) {
  for (torch::jit::Node* node : block.nodes()) {
    if (!node->blocks().empty() || node->kind() == prim::SetAttr) return false;
    const torch::jit::Operator* op = node->maybeOperator();
    if (op != nullptr && op->schema().is_mutable()) return false;
  }
  return true;
}

bool has_tuples(const torch::jit::Block& block) {
  std::unordered_map<const c10::Type*, bool> known;
  const auto is_tuple = [&](const torch::jit::Value* value) {
    const auto [entry, is_new] = known.emplace(value->type().get(), false);
    if (is_new) entry->second = holds_tuple(*value->type());
    return entry->second;
  };
  const auto some = [&](at::ArrayRef<const torch::jit::Value*> values) {
    return std::any_of(values.begin(), values.end(), is_tuple);
  };
  if (some(block.inputs()) || some(block.outputs())) return true;
  for (const torch::jit::Node* node : block.nodes()) {
    if (some(node->outputs())) return true;
    for (const torch::jit::Block* inner : node->blocks()) {
      if (has_tuples(*inner)) return true;
    }
  }
  return false;
}

bool has_constant_work(const torch::jit::Block& block) {
  for (const torch::jit::Node* node : block.nodes()) {
    const auto inputs = node->inputs();
    if (node->kind() != prim::Constant && std::all_of(inputs.begin(), inputs.end(), is_constant)) return true;
  }
  return false;
}

void remove_unused(torch::jit::Block& block) {
  for (torch::jit::Node* node = block.return_node()->prev(); node != block.param_node();) {
    torch::jit::Node* previous = node->prev();
    if (!node->hasUses() && !node->hasSideEffects()) node->destroy();
    node = previous;
  }
}

}  // namespace aimet
