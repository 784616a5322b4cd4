// SPDX-License-Identifier: Apache-2.0
#pragma once
// forward as one graph without calls, and for every node the call that it came from.
//
// torch::jit::Inline does not do: nodes without outputs, and all that is nested in them, get no call stack, and a call
// stack keeps only the last attribute name (seen in 1.13.1 to 2.14.1). So the un-inlined method graphs are walked, with
// the whole GetAttr path of every module in hand.

#include <torch/csrc/jit/ir/ir.h>

#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "lib/model/model.hpp"
#include "lib/torch/module_tree.hpp"

namespace aimet {

// One call site. Frame 0 is the root's forward. Same meaning as Call in lib/model/model.hpp.
struct Frame {
  CallKind kind = CallKind::forward;
  ModuleId module = kNone;
  std::string name;
  CallId caller = kNone;
  torch::jit::Block* block = nullptr;
  torch::jit::SourceRange site;
  std::vector<torch::jit::Value*> arguments;
  std::vector<torch::jit::Value*> results;
  std::vector<ModuleId> module_arguments;
};

struct InlinedGraph {
  std::shared_ptr<torch::jit::Graph> graph;
  IdVector<CallId, Frame> frames;
  std::unordered_map<torch::jit::Node*, CallId> frame_of;
  std::unordered_map<const torch::jit::Value*, ModuleId> module_of;
  bool same_for_exporter = true;  // one for the checks: the exporter's would differ in its scopes alone
};

enum class InlineFor {
  checks,    // every call leaves a marker, enter_call()
  exporter,  // as torch/onnx/utils.py does it: calls of torch.nn.functional.interpolate are one op, and those of an
             // interface stay, as do fork and wait; the scope of each node is its frame
};

struct InlineOptions {
  InlineFor consumer = InlineFor::checks;
  std::int64_t max_ops = 5'000'000;
};

// Stands where a call stood, before the nodes that were inlined for it, and holds its frame as attribute `value`: a
// call may be inlined to nothing. Not executable; the snapshot takes them out.
c10::Symbol enter_call();

// Gives the nodes of a graph that was inlined for the checks the scopes that the exporter's have.
void set_scopes(const InlinedGraph& inlined);

// The frame of a node of a graph that was inlined for the exporter, or was made from one by a pass; else kRootCall.
CallId frame_by_scope(const torch::jit::Node& node);

// Throws RunError(kLimit) when more than `max_ops` nodes would result or calls nest deeper than 1,000.
InlinedGraph inline_forward(const torch::jit::Module& module, const ModuleTree& tree, const InlineOptions& options);

}  // namespace aimet
