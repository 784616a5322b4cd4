// SPDX-License-Identifier: Apache-2.0
#pragma once
// Tests whether a pass of LibTorch could change anything. Each pass builds its own tables of the graph, up to an alias
// analysis; for a graph of a hundred thousand nodes this takes most of the time. Without the shortcut `skipped_passes`,
// the tests return what makes every pass run.

#include <torch/csrc/jit/ir/ir.h>

#include <vector>

namespace aimet {

// Whether the block contains a node of one of these kinds, at any depth.
bool has_any(const torch::jit::Block& block, const std::vector<c10::Symbol>& kinds);

// Whether no node of the block writes into anything or has blocks.
bool is_straight_and_pure(torch::jit::Block& block);

// Whether a value is a tuple or contains one: LowerAllTuples takes it apart.
bool has_tuples(const torch::jit::Block& block);

// For a block without nested blocks: whether a node could be computed now, because all its inputs are constants.
bool has_constant_work(const torch::jit::Block& block);

// For a straight and pure block: whether two nodes may compute the same value. Constants do not count: several may be
// equal.
bool may_have_duplicates(const torch::jit::Block& block);

// aten::add, sub, mul or div of two tensors, without a rounding mode.
bool is_tensor_arithmetic(const torch::jit::Node& node);

// Whether PeepholeOptimize without its rules about shapes may change something: true for any node except layers and
// tensor arithmetic, which it leaves alone (torch/csrc/jit/passes/peephole*.cpp, concat_opt.cpp, 1.13 to 2.6).
bool has_peephole_work(const torch::jit::Block& block);

// EliminateDeadCode for a straight and pure block: removes nodes without side effects whose results are not used.
void remove_unused(torch::jit::Block& block);

}  // namespace aimet
