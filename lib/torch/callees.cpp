// SPDX-License-Identifier: Apache-2.0
#include "lib/torch/callees.hpp"

#include <torch/csrc/jit/api/function_impl.h>
#include <torch/csrc/jit/passes/inline_fork_wait.h>

#include <cstddef>
#include <utility>

#include "lib/torch/pass_needs.hpp"

namespace aimet {
namespace {

namespace prim = c10::prim;

constexpr std::size_t kMostFunctions = 1'000'000;

std::int64_t node_count(const torch::jit::Block& block) {
  std::int64_t count = 0;
  for (const torch::jit::Node* node : block.nodes()) {
    ++count;
    for (const torch::jit::Block* inner : node->blocks()) count += node_count(*inner);
  }
  return count;
}

torch::jit::Function* called_function(const torch::jit::Node& node) {
  torch::jit::Function* function = nullptr;
  if (node.kind() == prim::CallFunction) {
    if (const auto type = node.input(0)->type()->cast<c10::FunctionType>()) function = type->function();
  } else if (node.kind() == prim::CallMethod) {
    const auto type = node.input(0)->type()->cast<c10::ClassType>();
    if (type) function = type->findMethod(node.s(c10::attr::name));
  }
  return function != nullptr && torch::jit::tryToGraphFunction(*function) != nullptr ? function : nullptr;
}

}  // namespace

const Callee& Callees::get(torch::jit::Function& function) {
  const auto known = callees_.find(&function);
  if (known != callees_.end()) return known->second;
  std::shared_ptr<torch::jit::Graph> graph = torch::jit::toGraphFunction(function).graph();
  const bool had_forks = without_forks_ && has_any(*graph->block(), {prim::fork});
  if (had_forks) {
    graph = graph->copy();
    torch::jit::InlineForkWait(graph);
  }
  const std::int64_t nodes = node_count(*graph->block());
  return callees_.emplace(&function, Callee{std::move(graph), nodes, had_forks}).first->second;
}

std::int64_t Callees::inlined_size(torch::jit::Function& function, std::int64_t bound) {
  const auto [known, is_new] = sizes_.emplace(&function, 0);  // 0 while it is counted: a recursive call adds nothing
  if (!is_new) return known->second;
  if (sizes_.size() > kMostFunctions || counting_ == kDeepestCall) return 0;
  ++counting_;
  const std::int64_t size = size_of(*get(function).graph->block(), bound);
  --counting_;
  return sizes_[&function] = size;
}

std::int64_t Callees::size_of(const torch::jit::Block& block, std::int64_t bound) {
  std::int64_t size = 0;
  for (const torch::jit::Node* node : block.nodes()) {
    ++size;
    if (torch::jit::Function* called = called_function(*node)) size += inlined_size(*called, bound);
    for (const torch::jit::Block* inner : node->blocks()) size += size_of(*inner, bound);
    if (size > bound) return bound + 1;
  }
  return size;
}

}  // namespace aimet
