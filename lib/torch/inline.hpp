// SPDX-License-Identifier: Apache-2.0
#pragma once
// Inlines all calls of forward into one graph, and records for every node the call that it came from.
//
// torch::jit::Inline is not usable: it gives no call stack to nodes without outputs and to the nodes nested in them,
// and a call stack contains only the last attribute name (seen in 1.13.1 to 2.14.1). So this code walks the un-inlined
// method graphs and tracks the whole GetAttr path of every module.

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
  bool same_for_exporter = true;  // of a graph for the checks: the exporter's would differ only in its scopes
};

enum class InlineFor {
  checks,    // every call leaves a marker, enter_call()
  exporter,  // as torch/onnx/utils.py does it: calls of torch.nn.functional.interpolate become one op; calls of
             // interfaces, fork and wait stay; the scope of each node is its frame
};

struct InlineOptions {
  InlineFor consumer = InlineFor::checks;
  std::int64_t max_ops = 5'000'000;
};

// Marks the place of a call, before the nodes that were inlined for it; the attribute `value` is the call's frame.
// Needed because a call may be inlined to nothing. Not executable; the snapshot removes the markers.
c10::Symbol enter_call();

// Gives the nodes of a graph that was inlined for the checks the scopes that the exporter's graph would have.
void set_scopes(const InlinedGraph& inlined);

// The frame of a node that was inlined for the exporter or that a pass made from such a node; kRootCall if its scope is
// not that of a frame.
CallId frame_by_scope(const torch::jit::Node& node);

// Throws RunError(ErrorKind::limit) if more than `max_ops` nodes would result or if calls nest deeper than 1,000.
InlinedGraph inline_forward(const torch::jit::Module& module, const ModuleTree& tree, const InlineOptions& options);

}  // namespace aimet
