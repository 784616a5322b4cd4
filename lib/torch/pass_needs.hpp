// SPDX-License-Identifier: Apache-2.0
#pragma once
// Signs that a pass of LibTorch would change nothing. Each pass looks at a graph through tables of its own, up to
// an alias analysis; for a graph of a hundred thousand nodes that is most of the time. Without the shortcut
// `skipped_passes`, the answers are those with which every pass runs.

#include <torch/csrc/jit/ir/ir.h>

#include <vector>

namespace aimet {

// Whether there is a node of one of these kinds, nested ones included.
bool has_any(const torch::jit::Block& block, const std::vector<c10::Symbol>& kinds);

// One line of nodes of which none writes into anything and none has blocks.
bool is_straight_and_pure(torch::jit::Block& block);

// Whether a value is a tuple, or holds one: what LowerAllTuples takes apart.
bool has_tuples(const torch::jit::Block& block);

// Of a graph without blocks: whether a node could be computed now, because all that goes into it is constant.
bool has_constant_work(const torch::jit::Block& block);

// Of a straight and pure block: whether two nodes may compute the same thing. Constants, of which several may be equal,
// do not count.
bool may_have_duplicates(const torch::jit::Block& block);

// aten::add, sub, mul or div of two tensors, without a rounding mode.
bool is_tensor_arithmetic(const torch::jit::Node& node);

// Whether PeepholeOptimize without its rules about shapes may find something: anything but layers and arithmetic of
// tensors, which it leaves alone (torch/csrc/jit/passes/peephole*.cpp, concat_opt.cpp, 1.13 to 2.6).
bool has_peephole_work(const torch::jit::Block& block);

// EliminateDeadCode, on a block that is straight and pure: nodes without effects whose results nobody uses.
void remove_unused(torch::jit::Block& block);

}  // namespace aimet
