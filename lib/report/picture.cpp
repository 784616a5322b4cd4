// SPDX-License-Identifier: Apache-2.0
#include "lib/report/picture.hpp"

#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "lib/check/aimet_graph.hpp"
#include "lib/report/graph_flow.hpp"
#include "lib/report/graph_levels.hpp"

namespace aimet {
namespace {

class Edges {
 public:
  Edges(const Model& model, GraphFlow& flow, GraphLevels& levels) : model_(model), flow_(flow), levels_(levels) {}

  // Returns false if there are too many edges.
  bool add_all() {
    for (const OpId op : model_.ops.ids()) {
      const IdRange<OperandId> inputs = model_.op(op).inputs;
      for (std::int32_t k = 0; flow_.is_shown(op) && k < inputs.count; ++k) add(model_.operand(inputs, k), op);
      if (known_.size() > kMostGraphEdges) return false;
    }
    for (const ValueId output : model_.outputs) add(output, kNone);
    return known_.size() <= kMostGraphEdges;
  }

 private:
  void add(ValueId value, OpId reader) {
    for (const ValueId origin : flow_.origins(value, reader)) connect(origin, reader);
  }

  // Connects the op that computes `origin`, or the model's input, to `reader`, or the model's output: by an edge
  // between two nodes in the innermost forward that contains both, and by an edge from or to the outside in each
  // forward that contains only one of them.
  void connect(ValueId origin, OpId reader) {
    const OpId maker = model_.value(origin).producer;
    const std::vector<CallId> from = maker == kNone ? std::vector<CallId>{} : levels_.calls_around(maker);
    const std::vector<CallId> to = reader == kNone ? std::vector<CallId>{} : levels_.calls_around(reader);
    std::size_t common = 0;
    while (common < from.size() && common < to.size() && from[common] == to[common]) ++common;
    const std::int32_t label = label_of(origin);
    if (common > 0) add_edge(from[common - 1], {node_in(from, common, maker), node_in(to, common, reader), label});
    for (std::size_t i = common; i < from.size(); ++i)
      add_edge(from[i], {node_in(from, i + 1, maker), GraphEdge::kOutside, label});
    for (std::size_t i = common; i < to.size(); ++i)
      add_edge(to[i], {GraphEdge::kOutside, node_in(to, i + 1, reader), label});
  }

  std::int32_t node_in(const std::vector<CallId>& calls, std::size_t next, OpId op) const {
    return next < calls.size() ? levels_.node_of_call(calls[next]) : levels_.node_of_op(op);
  }

  void add_edge(CallId call, const GraphEdge& edge) {
    const auto level = levels_.level_of(call);
    if (!level || edge.from == edge.to) return;
    static_assert(kMostGraphNodes < (1U << 20));  // limits the levels too: a level and two nodes fit into one key
    const auto part = [](std::int32_t node) { return static_cast<std::uint64_t>(node + 1); };
    const std::uint64_t key = static_cast<std::uint64_t>(*level) << 42 | part(edge.from) << 21 | part(edge.to);
    if (known_.insert(key).second) levels_.graph.levels[*level].edges.push_back(edge);
  }

  std::int32_t label_of(ValueId value) {
    const IdRange<ObservationId> seen = model_.value(value).observed;
    if (seen.count == 0) return kNone;
    const Tensor& tensor = model_.observations[seen.first];
    std::string text = tensor.dtype;
    for (std::size_t i = 0; i < tensor.shape.size(); ++i)
      text += (i == 0 ? " " : "\u00d7") + std::to_string(tensor.shape[i]);
    return levels_.label(seen.count > 1 ? text + ", ..." : text);
  }

  const Model& model_;
  GraphFlow& flow_;
  GraphLevels& levels_;
  std::unordered_set<std::uint64_t> known_;
};

using OpsByName = std::unordered_map<std::string, OpId>;

OpsByName ops_by_name(const Model& model, const CheckOptions& options) {
  OpsByName ops;
  for (const AimetOp& op : aimet_ops(model, aimet_rules(options.aimet_version)))
    if (op.op != kNone) ops.emplace(op.name, op.op);
  return ops;
}

std::vector<OpId> ops_with_findings(const OpsByName& by_name, const std::vector<CheckResult>& checks) {
  std::vector<OpId> ops;
  for (const CheckResult& check : checks) {
    for (const Finding& finding : check.findings) {
      if (finding.op_id != kNone) ops.push_back(finding.op_id);
      const auto named = by_name.find(finding.op.value_or(""));
      if (named != by_name.end()) ops.push_back(named->second);
    }
  }
  return ops;
}

// The places of findings in the graph. A finding names its op as AIMET does. If no op has that name, the finding is
// shown at the first op of its kind in its module, else at the module.
class Places {
 public:
  Places(const Model& model, const OpsByName& by_name, const GraphLevels& levels) : levels_(levels), by_name_(by_name) {
    for (const OpId op : model.ops.ids()) {
      if (levels.node_of_op(op) == kNone) continue;
      by_kind_.emplace(model.module(model.call(model.op(op).call).module).path + " " + model.kind(op), op);
    }
  }

  std::optional<GraphPlace> of(const Finding& finding) const {
    if (finding.op_id != kNone)
      if (const auto place = levels_.place_of_op(finding.op_id)) return place;
    if (finding.op) {
      const auto named = by_name_.find(*finding.op);
      if (named != by_name_.end())
        if (const auto place = levels_.place_of_op(named->second)) return place;
      const auto alike = by_kind_.find(finding.module + " " + finding.op_kind.value_or(""));
      if (alike != by_kind_.end()) return levels_.place_of_op(alike->second);
    }
    return levels_.place_of_module(finding.module);
  }

 private:
  const GraphLevels& levels_;
  const OpsByName& by_name_;
  std::unordered_map<std::string, OpId> by_kind_;
};

ModelGraph none(const std::string& reason) {
  ModelGraph graph;
  graph.reason = reason;
  return graph;
}

}  // namespace

ModelGraph picture_of(const Model& model, const CheckOptions& options, std::vector<CheckResult>& checks) {
  if (model.calls.empty() || model.modules.empty()) return none("the model has no forward");
  if (model.modules.size() > kMostGraphNodes) return none("the model has too many modules");
  const OpsByName by_name = ops_by_name(model, options);
  GraphFlow flow(model, ops_with_findings(by_name, checks));
  GraphLevels levels(model, flow);
  if (levels.nodes() > kMostGraphNodes) return none("the model has too many ops");
  if (!Edges(model, flow, levels).add_all()) return none("the model is too large");
  const Places places(model, by_name, levels);
  for (CheckResult& check : checks)
    for (Finding& finding : check.findings) finding.place = places.of(finding);
  return std::move(levels.graph);
}

}  // namespace aimet
