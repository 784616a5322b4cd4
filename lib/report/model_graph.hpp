// SPDX-License-Identifier: Apache-2.0
#pragma once
// The model as a picture: for each module that ran, its children and its own ops as nodes, and the flow of tensors
// between them. Made in the worker, and only where a page is asked for.

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace aimet {

struct GraphPlace;

struct GraphNode {
  enum class Kind { op, module };
  Kind kind = Kind::op;
  std::int32_t what = 0;  // op: its kind, in labels; module: the one that is called
  std::int32_t call = 0;  // which of the module's calls this is, from 1; 0 for an op
};

struct GraphEdge {
  static constexpr std::int32_t kOutside = -1;  // the module's input or output
  std::int32_t from = kOutside, to = kOutside;
  std::int32_t label = -1;  // dtype and shape, in labels; -1: not known
};

// The first call of one module.
struct GraphLevel {
  std::int32_t module = 0;
  std::int32_t calls = 1;
  std::vector<GraphNode> nodes;  // in program order
  std::vector<GraphEdge> edges;
};

struct GraphModule {
  std::string name;
  std::int32_t parent = -1;  // an earlier one
  std::string type;
};

struct ModelGraph {
  std::string reason;  // why there is no picture; else ""
  std::vector<std::string> labels;
  std::vector<GraphModule> modules;
  std::vector<GraphLevel> levels;
};

inline constexpr std::size_t kMostGraphNodes = 300'000;  // and as many edges, and modules
inline constexpr std::size_t kMostGraphEdges = 600'000;
inline constexpr std::size_t kMostGraphItems = 2'500'000;  // of each kind
// Of all graphs of one file, as structs. With names a list takes more, but then the report has no room for so many.
inline constexpr std::size_t kMostGraphBytes = std::size_t{56} << 20;

// Every index names something. What comes from a worker is asked this before it is used.
bool is_sound(const ModelGraph& graph);
bool is_in(const ModelGraph& graph, const GraphPlace& place);

std::size_t bytes_of(const ModelGraph& graph);

}  // namespace aimet
