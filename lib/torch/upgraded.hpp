// SPDX-License-Identifier: Apache-2.0
#pragma once
// Operators of older files, which LibTorch replaces while it loads by code that does the same today (its upgraders):
// one op to the user, several nodes with branches in the graph.

#include <torch/csrc/jit/ir/ir.h>

#include <functional>
#include <optional>
#include <vector>

namespace aimet {

struct UpgradedOp {
  c10::Symbol kind;                        // "aten::div", as the user's code calls it
  std::vector<torch::jit::Node*> nodes;    // of one block, in its order; constants are not among them
  std::vector<torch::jit::Value*> inputs;  // what the operator was given
};

// The one that begins at `node`.
std::optional<UpgradedOp> upgraded_op(torch::jit::Node& node);

// Where the file's code calls it. An upgrader's nodes know only their own text, so the place is found between those of
// the nodes around it which `is_same_call` says are of the same call. A range without source where none is known.
torch::jit::SourceRange call_of_upgraded(const UpgradedOp& op,
                                         const std::function<bool(torch::jit::Node*)>& is_same_call);

}  // namespace aimet
