// SPDX-License-Identifier: Apache-2.0
#include "lib/report/graph_levels.hpp"

#include <algorithm>
#include <limits>
#include <unordered_set>

#include "lib/model/flow.hpp"

namespace aimet {
namespace {

constexpr std::size_t kDeepestCalls = 64;

}  // namespace

GraphLevels::GraphLevels(const Model& model, const GraphFlow& flow)
    : model_(model), forward_(model.calls.size(), kRootCall) {
  for (const Module& module : model.modules) {
    paths_.emplace(module.path, ModuleId(graph.modules.size()));
    graph.modules.push_back({module.name, module.parent, module.type});
  }
  for (const CallId id : model.calls.ids()) {
    if (id == kRootCall) continue;
    const Call& call = model.call(id);
    forward_[id] = call.kind == CallKind::forward && call.module != kNone ? id : forward_[call.caller];
  }
  count_calls();
  level_for(kRootCall);
  for (const Waiting& waiting : in_program_order(flow)) {
    if (nodes() > kMostGraphNodes) break;
    add(waiting);
  }
}

ModuleId GraphLevels::object_of(CallId call) const {
  const ModuleId module = call == kRootCall ? kRootModule : model_.call(call).module;
  const ModuleId object = model_.module(module).object;
  return object == kNone ? module : object;
}

CallId GraphLevels::forward_around(CallId call) const { return forward_[model_.call(call).caller]; }

void GraphLevels::count_calls() {
  for (const CallId call : model_.calls.ids()) {
    if (forward_[call] != call || (call != 0 && runs(model_, model_.call(call).block) == 0)) continue;
    first_call_.emplace(object_of(call), call);
    number_of_.emplace(call, ++calls_of_[object_of(call)]);
  }
}

// Returns the shown ops and their calls. A call comes before its ops and before the calls within it. Calls without
// shown ops are left out.
std::vector<GraphLevels::Waiting> GraphLevels::in_program_order(const GraphFlow& flow) const {
  std::vector<Waiting> waiting;
  std::unordered_set<CallId> calls;
  for (const OpId op : model_.ops.ids()) {
    if (!flow.is_shown(op)) continue;
    waiting.push_back({op, kNone});
    for (CallId call = forward_of(op); call != 0 && calls.insert(call).second; call = forward_around(call))
      waiting.push_back({model_.call(call).ops.first, call});
  }
  const auto key = [](const Waiting& one) {
    return std::pair(one.first, one.call == kNone ? std::numeric_limits<CallId>::max() : one.call);
  };
  std::sort(waiting.begin(), waiting.end(), [&](const Waiting& a, const Waiting& b) { return key(a) < key(b); });
  return waiting;
}

std::optional<std::size_t> GraphLevels::level_for(CallId call) {
  const auto first = first_call_.find(object_of(call));
  if (first == first_call_.end() || first->second != call) return std::nullopt;
  const auto [known, is_new] = levels_.emplace(call, graph.levels.size());
  if (is_new) {
    GraphLevel& level = graph.levels.emplace_back();
    level.module = call == kRootCall ? kRootModule : model_.call(call).module;
    level.calls = calls_of_.at(object_of(call));
  }
  return known->second;
}

void GraphLevels::add(const Waiting& waiting) {
  const bool is_call = waiting.call != kNone;
  const auto level = level_for(is_call ? forward_around(waiting.call) : forward_of(waiting.first));
  if (!level) return;
  GraphNode node{GraphNode::Kind::op, 0, 0};
  if (is_call) {
    const auto number = number_of_.find(waiting.call);
    node = {GraphNode::Kind::module, model_.call(waiting.call).module, number == number_of_.end() ? 1 : number->second};
  } else {
    node.what = label(model_.kind(waiting.first));
  }
  auto& nodes = graph.levels[*level].nodes;
  (is_call ? call_nodes_ : op_nodes_).emplace(is_call ? waiting.call : waiting.first, Node{*level, nodes.size()});
  nodes.push_back(node);
  if (is_call) level_for(waiting.call);
}

std::vector<CallId> GraphLevels::calls_around(OpId op) const {
  std::vector<CallId> calls;
  for (CallId call = forward_of(op); calls.size() < kDeepestCalls; call = forward_around(call)) {
    calls.push_back(call);
    if (call == 0) break;
  }
  std::reverse(calls.begin(), calls.end());
  return calls;
}

std::optional<std::size_t> GraphLevels::level_of(CallId call) const {
  const auto level = levels_.find(call);
  return level == levels_.end() ? std::nullopt : std::optional<std::size_t>(level->second);
}

std::int32_t GraphLevels::node_of_call(CallId call) const {
  const auto node = call_nodes_.find(call);
  return node == call_nodes_.end() ? kNone : static_cast<std::int32_t>(node->second.index);
}

std::int32_t GraphLevels::node_of_op(OpId op) const {
  const auto node = op_nodes_.find(op);
  return node == op_nodes_.end() ? kNone : static_cast<std::int32_t>(node->second.index);
}

std::int32_t GraphLevels::label(const std::string& text) {
  const auto [known, is_new] = labels_.emplace(text, static_cast<std::int32_t>(graph.labels.size()));
  if (is_new) graph.labels.push_back(text);
  return known->second;
}

std::optional<GraphPlace> GraphLevels::place(const ModelGraph& graph,
                                             const std::unordered_map<std::int32_t, Node>& nodes, std::int32_t id) {
  const auto node = nodes.find(id);
  if (node == nodes.end()) return std::nullopt;
  return GraphPlace{graph.levels[node->second.level].module, static_cast<std::int32_t>(node->second.index)};
}

std::optional<GraphPlace> GraphLevels::place_of_op(OpId op) const { return place(graph, op_nodes_, op); }

std::optional<GraphPlace> GraphLevels::place_of_module(const std::string& path) const {
  const auto module = paths_.find(path);
  if (module == paths_.end()) return std::nullopt;
  const ModuleId object = model_.module(module->second).object;
  const auto call = first_call_.find(object == kNone ? module->second : object);
  const auto found = call == first_call_.end() ? std::nullopt : place(graph, call_nodes_, call->second);
  return found ? found : GraphPlace{module->second, kNone};
}

}  // namespace aimet
