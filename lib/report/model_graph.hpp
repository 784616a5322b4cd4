// SPDX-License-Identifier: Apache-2.0
#pragma once
// The graph of the model for the HTML page: for each module that ran, its children and its own ops as nodes, and the
// flow of tensors between them as edges. Built in the worker, and only if such a page was requested.

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace aimet {

struct GraphPlace;

struct GraphNode {
  enum class Kind { op, module };
  Kind kind = Kind::op;
  std::int32_t what = 0;  // op: its kind, in labels; module: the called module, in modules
  std::int32_t call = 0;  // the number of the call among the module's calls, from 1; 0 for an op
};

struct GraphEdge {
  static constexpr std::int32_t kOutside = -1;  // the module's input or output
  std::int32_t from = kOutside, to = kOutside;
  std::int32_t label = -1;  // dtype and shape, in labels; -1: not known
};

// The graph of a module's first call.
struct GraphLevel {
  std::int32_t module = 0;
  std::int32_t calls = 1;
  std::vector<GraphNode> nodes;  // in program order
  std::vector<GraphEdge> edges;
};

struct GraphModule {
  std::string name;
  std::int32_t parent = -1;  // an earlier module; -1 for the root
  std::string type;
};

struct ModelGraph {
  std::string reason;  // why there is no graph; "" if there is one
  std::vector<std::string> labels;
  std::vector<GraphModule> modules;
  std::vector<GraphLevel> levels;
};

inline constexpr std::size_t kMostGraphNodes = 300'000;  // also the limit of modules
inline constexpr std::size_t kMostGraphEdges = 600'000;
inline constexpr std::size_t kMostGraphItems = 2'500'000;  // of each list in the report of a worker
// Of all graphs of one file, as structs. Their strings take more, but they also count towards the size of the report,
// which leaves room for fewer elements.
inline constexpr std::size_t kMostGraphBytes = std::size_t{56} << 20;

// Whether all indices are in range. Checked for what a worker sends, before it is used.
bool is_sound(const ModelGraph& graph);
bool is_in(const ModelGraph& graph, const GraphPlace& place);

std::size_t bytes_of(const ModelGraph& graph);

}  // namespace aimet
