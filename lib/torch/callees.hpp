// SPDX-License-Identifier: Apache-2.0
#pragma once
// The functions that forward calls, each read once, and their number of nodes after inlining.

#include <torch/csrc/jit/ir/ir.h>

#include <cstdint>
#include <memory>
#include <unordered_map>

namespace aimet {

inline constexpr int kDeepestCall = 1000;

struct Callee {
  std::shared_ptr<torch::jit::Graph> graph;
  std::int64_t nodes = 0;  // including nested ones
  bool had_forks = false;  // these are inlined in `graph`
};

class Callees {
 public:
  // `without_forks`: a graph with fork and wait is copied, and they are inlined in the copy.
  explicit Callees(bool without_forks) : without_forks_(without_forks) {}

  const Callee& get(torch::jit::Function& function);

  // The number of nodes after inlining, at most `bound` + 1. Counts the calls whose type shows which function is
  // called. Detects exponential growth (functions that call each other twice, 40 deep) before anything is inlined.
  std::int64_t inlined_size(torch::jit::Function& function, std::int64_t bound);

 private:
  std::int64_t size_of(const torch::jit::Block& block, std::int64_t bound);

  bool without_forks_;
  int counting_ = 0;  // recursion depth of inlined_size
  std::unordered_map<const torch::jit::Function*, std::int64_t> sizes_;
  std::unordered_map<const torch::jit::Function*, Callee> callees_;
};

}  // namespace aimet
