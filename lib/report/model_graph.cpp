// SPDX-License-Identifier: Apache-2.0
#include "lib/report/model_graph.hpp"

#include <algorithm>

#include "lib/check/finding.hpp"

namespace aimet {
namespace {

bool is_index(std::int32_t value, std::size_t size) { return value >= 0 && static_cast<std::size_t>(value) < size; }

bool is_index_or_none(std::int32_t value, std::size_t size) { return value == -1 || is_index(value, size); }

bool is_sound_level(const ModelGraph& graph, const GraphLevel& level) {
  const auto node = [&](const GraphNode& n) {
    return is_index(n.what, n.kind == GraphNode::Kind::op ? graph.labels.size() : graph.modules.size()) && n.call >= 0;
  };
  const auto edge = [&](const GraphEdge& e) {
    return is_index_or_none(e.from, level.nodes.size()) && is_index_or_none(e.to, level.nodes.size()) &&
           is_index_or_none(e.label, graph.labels.size());
  };
  return is_index(level.module, graph.modules.size()) && level.calls >= 1 &&
         std::all_of(level.nodes.begin(), level.nodes.end(), node) &&
         std::all_of(level.edges.begin(), level.edges.end(), edge);
}

}  // namespace

bool is_sound(const ModelGraph& graph) {
  for (std::size_t i = 0; i < graph.modules.size(); ++i)
    if (i == 0 ? graph.modules[i].parent != -1 : !is_index(graph.modules[i].parent, i)) return false;
  return std::all_of(graph.levels.begin(), graph.levels.end(),
                     [&](const GraphLevel& level) { return is_sound_level(graph, level); });
}

std::size_t bytes_of(const ModelGraph& graph) {
  std::size_t bytes = graph.labels.size() * sizeof(std::string) + graph.modules.size() * sizeof(GraphModule) +
                      graph.levels.size() * sizeof(GraphLevel);
  for (const GraphLevel& level : graph.levels)
    bytes += level.nodes.size() * sizeof(GraphNode) + level.edges.size() * sizeof(GraphEdge);
  return bytes;
}

bool is_in(const ModelGraph& graph, const GraphPlace& place) {
  if (!is_index(place.module, graph.modules.size())) return false;
  if (place.node == kNone) return true;
  return std::any_of(graph.levels.begin(), graph.levels.end(), [&](const GraphLevel& level) {
    return level.module == place.module && is_index(place.node, level.nodes.size());
  });
}

}  // namespace aimet
