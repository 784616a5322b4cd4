// SPDX-License-Identifier: Apache-2.0
#pragma once
// Decides which calls of forward get a level of the model's graph, and which ops and calls are the nodes of each level.

#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "lib/check/finding.hpp"
#include "lib/report/graph_flow.hpp"
#include "lib/report/model_graph.hpp"

namespace aimet {

class GraphLevels {
 public:
  GraphLevels(const Model& model, const GraphFlow& flow);

  ModelGraph graph;  // without edges

  // Returns the calls of forward around an op, outermost first. Functions and other methods belong to the enclosing
  // forward.
  std::vector<CallId> calls_around(OpId op) const;
  // Returns the level of the call. Only the first call of a module has one.
  std::optional<std::size_t> level_of(CallId call) const;
  // Return kNone if the call or op is not drawn.
  std::int32_t node_of_call(CallId call) const;
  std::int32_t node_of_op(OpId op) const;

  std::int32_t label(const std::string& text);
  std::optional<GraphPlace> place_of_op(OpId op) const;
  std::optional<GraphPlace> place_of_module(const std::string& path) const;
  std::size_t nodes() const { return op_nodes_.size() + call_nodes_.size(); }

 private:
  struct Node {
    std::size_t level, index;
  };
  struct Waiting {
    OpId first;   // the op itself, or the first op of the call
    CallId call;  // kNone for an op
  };

  void count_calls();
  std::vector<Waiting> in_program_order(const GraphFlow& flow) const;
  void add(const Waiting& waiting);
  std::optional<std::size_t> level_for(CallId call);
  ModuleId object_of(CallId call) const;
  CallId forward_of(OpId op) const { return forward_[model_.op(op).call]; }
  CallId forward_around(CallId call) const;
  static std::optional<GraphPlace> place(const ModelGraph& graph, const std::unordered_map<std::int32_t, Node>& nodes,
                                         std::int32_t id);

  const Model& model_;
  IdVector<CallId, CallId> forward_;                     // for each call: the forward that it is or that it belongs to
  std::unordered_map<ModuleId, CallId> first_call_;      // by the module's object
  std::unordered_map<ModuleId, std::int32_t> calls_of_;  // by the module's object
  std::unordered_map<CallId, std::int32_t> number_of_;   // of the call among its module's calls, from 1
  std::unordered_map<CallId, std::size_t> levels_;
  std::unordered_map<std::int32_t, Node> call_nodes_, op_nodes_;
  std::unordered_map<std::string, std::int32_t> labels_;
  std::unordered_map<std::string, ModuleId> paths_;
};

}  // namespace aimet
