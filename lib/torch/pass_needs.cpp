// SPDX-License-Identifier: Apache-2.0
#include "lib/torch/pass_needs.hpp"

#include <ATen/core/jit_type.h>
#include <torch/csrc/jit/ir/constants.h>

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

#include "lib/torch/shortcuts.hpp"

namespace aimet {
namespace {

namespace prim = c10::prim;

bool contains_tuple(const c10::Type& type) {
  if (type.kind() == c10::TypeKind::TupleType) return true;
  const auto inner = type.containedTypes();
  return std::any_of(inner.begin(), inner.end(), [](const c10::TypePtr& part) { return contains_tuple(*part); });
}

namespace aten = c10::aten;

// Kinds that no peephole rule looks for, neither at the node itself nor after another node of this list.
bool is_left_alone(c10::Symbol kind) {
  static const std::unordered_set<c10::Symbol> kinds{
      prim::Constant,  prim::ListConstruct, aten::_convolution, aten::adaptive_avg_pool2d,
      aten::addmm,     aten::avg_pool2d,    aten::batch_norm,   aten::bmm,
      aten::conv1d,    aten::conv2d,        aten::conv3d,       aten::dropout,
      aten::elu,       aten::flatten,       aten::gelu,         aten::hardsigmoid,
      aten::hardswish, aten::hardtanh,      aten::layer_norm,   aten::leaky_relu,
      aten::linear,    aten::log_softmax,   aten::matmul,       aten::max_pool2d,
      aten::mean,      aten::permute,       aten::relu,         aten::relu6,
      aten::reshape,   aten::sigmoid,       aten::silu,         aten::softmax,
      aten::tanh,      aten::transpose,     aten::view};
  return kinds.count(kind) != 0;
}

bool is_tensor(const torch::jit::Value* value) { return value->type()->kind() == c10::TypeKind::TensorType; }

bool is_addition(c10::Symbol kind) { return kind == aten::add || kind == aten::sub; }
bool is_arithmetic(c10::Symbol kind) { return is_addition(kind) || kind == aten::mul || kind == aten::div; }

// x + 0 and x * 1 are x.
bool may_be_neutral(const torch::jit::Value* number, c10::Symbol kind) {
  const auto value = torch::jit::toIValue(number);
  return !value || !value->isScalar() || value->toScalar().toComplexDouble() == (is_addition(kind) ? 0.0 : 1.0);
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
  if (!takes(Shortcut::skipped_passes)) return false;
  for (torch::jit::Node* node : block.nodes()) {
    if (!node->blocks().empty() || node->kind() == prim::SetAttr) return false;
    const torch::jit::Operator* op = node->maybeOperator();
    if (op != nullptr && op->schema().is_mutable()) return false;
  }
  return true;
}

bool has_tuples(const torch::jit::Block& block) {
  if (!takes(Shortcut::skipped_passes)) return true;
  std::unordered_map<const c10::Type*, bool> known;
  const auto is_tuple = [&](const torch::jit::Value* value) {
    const auto [entry, is_new] = known.emplace(value->type().get(), false);
    if (is_new) entry->second = contains_tuple(*value->type());
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
  if (!takes(Shortcut::skipped_passes)) return true;
  for (const torch::jit::Node* node : block.nodes()) {
    const auto inputs = node->inputs();
    if (node->kind() != prim::Constant && std::all_of(inputs.begin(), inputs.end(), is_constant)) return true;
  }
  return false;
}

// Nodes that compute the same value have the same first input.
bool may_have_duplicates(const torch::jit::Block& block) {
  if (!takes(Shortcut::skipped_passes)) return true;
  std::unordered_map<const torch::jit::Value*, std::vector<c10::Symbol>> uses;
  for (const torch::jit::Node* node : block.nodes()) {
    if (node->kind() == prim::Constant) continue;
    if (node->inputs().empty() || is_constant(node->input(0))) return true;
    std::vector<c10::Symbol>& kinds = uses[node->input(0)];
    if (std::find(kinds.begin(), kinds.end(), node->kind()) != kinds.end()) return true;
    kinds.push_back(node->kind());
  }
  return false;
}

bool is_tensor_arithmetic(const torch::jit::Node& node) {
  return is_arithmetic(node.kind()) && node.inputs().size() == (is_addition(node.kind()) ? 3 : 2) &&
         is_tensor(node.input(0)) && is_tensor(node.input(1));
}

bool has_peephole_work(const torch::jit::Block& block) {
  if (!takes(Shortcut::skipped_passes)) return true;
  const auto nodes = block.nodes();
  return std::any_of(nodes.begin(), nodes.end(), [](const torch::jit::Node* node) {
    if (is_left_alone(node->kind()) || is_tensor_arithmetic(*node)) return false;
    return !is_arithmetic(node->kind()) || !is_tensor(node->input(0)) || is_tensor(node->input(1)) ||
           may_be_neutral(node->input(1), node->kind());
  });
}

void remove_unused(torch::jit::Block& block) {
  for (torch::jit::Node* node = block.return_node()->prev(); node != block.param_node();) {
    torch::jit::Node* previous = node->prev();
    if (!node->hasUses() && !node->hasSideEffects()) node->destroy();
    node = previous;
  }
}

}  // namespace aimet
