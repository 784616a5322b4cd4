// SPDX-License-Identifier: Apache-2.0
#pragma once
// Operators of older files. LibTorch replaces them at load time by code that does the same today (its upgraders): one
// op for the user is several nodes with branches in the graph.

#include <torch/csrc/jit/ir/ir.h>

#include <functional>
#include <optional>
#include <vector>

namespace aimet {

struct UpgradedOp {
  c10::Symbol kind;                        // "aten::div", as the user's code calls it
  std::vector<torch::jit::Node*> nodes;    // of one block, in its order, without constants
  std::vector<torch::jit::Value*> inputs;  // the operator's arguments
};

// Returns the upgraded op that begins at `node`; nullopt if none does.
std::optional<UpgradedOp> upgraded_op(torch::jit::Node& node);

// The range of the op's call in the file's code. The range of an upgrader's node is in the upgrader's own text, so the
// call is found from the nearest nodes before and after for which `is_same_call` returns true: those of the same
// inlined call. Returns a range without source if the call is not found.
torch::jit::SourceRange call_of_upgraded(const UpgradedOp& op,
                                         const std::function<bool(torch::jit::Node*)>& is_same_call);

}  // namespace aimet
