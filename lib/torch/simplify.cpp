// SPDX-License-Identifier: Apache-2.0
#include "lib/torch/simplify.hpp"

#include <torch/csrc/jit/ir/constants.h>
#include <torch/csrc/jit/passes/canonicalize_graph_fuser_ops.h>
#include <torch/csrc/jit/passes/common_subexpression_elimination.h>
#include <torch/csrc/jit/passes/constant_propagation.h>
#include <torch/csrc/jit/passes/dead_code_elimination.h>
#include <torch/csrc/jit/passes/fuse_linear.h>
#include <torch/csrc/jit/passes/inline_fork_wait.h>
#include <torch/csrc/jit/passes/inliner.h>
#include <torch/csrc/jit/passes/lower_tuples.h>
#include <torch/csrc/jit/passes/peephole.h>

#include <algorithm>
#include <unordered_map>
#include <vector>

#include "lib/torch/pass_needs.hpp"
#include "lib/torch/shortcuts.hpp"

namespace aimet {
namespace {

using torch::jit::Block;
using torch::jit::Graph;
using torch::jit::Node;
using torch::jit::Value;
namespace prim = c10::prim;

// Replaces a constant list of tensors by a list of constants, as the exporter does (_split_tensor_list_constants).
void split_tensor_lists(Graph& graph, Block& block) {
  for (Node* node = block.nodes().front(); node != block.return_node(); node = node->next()) {
    for (Block* inner : node->blocks()) split_tensor_lists(graph, *inner);
    const auto type = node->kind() == prim::Constant ? node->output()->type()->cast<c10::ListType>() : nullptr;
    if (!type || !type->getElementType()->isSubtypeOf(*c10::OptionalType::ofTensor())) continue;
    const auto value = torch::jit::toIValue(node->output());
    if (!value || !value->isList()) continue;
    torch::jit::WithInsertPoint guard(node);
    std::vector<Value*> elements;
    for (const c10::IValue& element : value->toListRef()) elements.push_back(graph.insertConstant(element));
    Node* list = graph.insertNode(graph.createList(type->getElementType(), elements));
    list->copyMetadata(node);
    node->output()->replaceAllUsesWith(list->output());
  }
}

constexpr std::size_t kMostUses = 2048;

// Splits the uses in halves, because a value's list of uses keeps its largest capacity: if small pieces were split off
// one by one, each piece would start with nearly all uses.
void spread(Graph& graph, Node* constant) {
  std::vector<torch::jit::Use> uses = constant->output()->uses();
  while (uses.size() > kMostUses) {
    const auto middle = uses.begin() + static_cast<std::ptrdiff_t>(uses.size() / 2);
    std::nth_element(uses.begin(), middle, uses.end(), [](const torch::jit::Use& a, const torch::jit::Use& b) {
      return a.user != b.user && a.user->isBefore(b.user);
    });
    Node* copy = graph.createClone(constant, [](Value* value) { return value; })->insertAfter(constant);
    constant->output()->replaceAllUsesAfterNodeWith(middle->user, copy->output());
    if (!copy->hasUses()) return copy->destroy();  // one node has all of them
    spread(graph, copy);
    uses = constant->output()->uses();
  }
}

// Gives the later uses of a constant to copies. Removing a node searches all uses of each of its inputs: a constant
// that a hundred thousand nodes share makes the passes quadratic.
void spread_constants(Graph& graph) {
  if (!takes(Shortcut::spread_constants)) return;
  std::vector<Node*> constants;
  for (Node* node : graph.nodes()) {
    if (node->kind() == prim::Constant && node->output()->uses().size() > kMostUses) constants.push_back(node);
  }
  for (Node* constant : constants) spread(graph, constant);
}

void lower_tuples(const std::shared_ptr<Graph>& graph) {
  if (has_tuples(*graph->block())) torch::jit::LowerAllTuples(graph);
}

void eliminate_duplicates(std::shared_ptr<Graph>& graph) {
  if (is_straight_and_pure(*graph->block()) && !may_have_duplicates(*graph->block())) return;
  torch::jit::EliminateCommonSubexpression(graph);
}

// In a trace, `x + 1` adds a tensor without dimensions: returns the number in it, or nullptr if `constant` is not such
// a tensor.
Value* number_in(Graph& graph, Value* constant) {
  const auto value = torch::jit::toIValue(constant);
  if (!value || !value->isTensor() || value->toTensor().dim() != 0) return nullptr;
  const torch::jit::WithInsertPoint guard(constant->node()->next());
  return graph.insertConstant(value->toTensor().item());
}

void replace_by_numbers(Graph& graph) {
  std::unordered_map<Value*, Value*> number_of;
  for (Node* node : graph.nodes()) {
    if (!is_tensor_arithmetic(*node)) continue;
    const auto [entry, is_new] = number_of.emplace(node->input(1), nullptr);
    if (is_new) entry->second = number_in(graph, node->input(1));
    if (entry->second != nullptr) node->replaceInput(1, entry->second);
  }
}

// CanonicalizeOps; without its alias analysis if the graph is straight and pure and has no chunk.
void canonicalize(const std::shared_ptr<Graph>& graph) {
  if (!is_straight_and_pure(*graph->block()) || has_any(*graph->block(), {c10::aten::chunk}))
    return torch::jit::CanonicalizeOps(graph);
  replace_by_numbers(*graph);
  remove_unused(*graph->block());
}

}  // namespace

void eliminate_dead_code(torch::jit::Graph& graph) {
  if (is_straight_and_pure(*graph.block())) return remove_unused(*graph.block());
  torch::jit::EliminateDeadCode(graph.block());
}

void propagate_constants(std::shared_ptr<torch::jit::Graph>& graph) {
  if (is_straight_and_pure(*graph->block()) && !has_constant_work(*graph->block()))
    return remove_unused(*graph->block());
  torch::jit::ConstantPropagation(graph);
}

void simplify(std::shared_ptr<torch::jit::Graph>& graph) {
  torch::jit::Inline(*graph);
  torch::jit::InlineForkWait(graph);
  lower_tuples(graph);
  propagate_constants(graph);
  split_tensor_lists(*graph, *graph->block());
  eliminate_dead_code(*graph);
  eliminate_duplicates(graph);
  spread_constants(*graph);
  canonicalize(graph);
  // The exporter runs this pass twice; the second run finds what the first one or the fusion has changed.
  const bool may_fuse = has_any(*graph->block(), {c10::aten::mm});
  const bool changed = has_peephole_work(*graph->block()) && torch::jit::PeepholeOptimize(graph, true);
  if (may_fuse) torch::jit::FuseAddMM(graph);
  if (changed || may_fuse) torch::jit::PeepholeOptimize(graph, true);
  lower_tuples(graph);
}

}  // namespace aimet
