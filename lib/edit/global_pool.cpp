// SPDX-License-Identifier: Apache-2.0
#include "lib/edit/global_pool.hpp"

#include <algorithm>
#include <array>

namespace aimet {
namespace {

using Kind = PythonNode::Kind;

constexpr std::array<std::string_view, 3> kAverage = {"avg_pool1d", "avg_pool2d", "avg_pool3d"};
constexpr std::array<std::string_view, 3> kMaximum = {"max_pool1d", "max_pool2d", "max_pool3d"};

class SizeReader {
 public:
  SizeReader(const PythonExpressions& tree, NodeId tensor, std::size_t dimensions)
      : tree_(tree), tensor_(dotted(tree, tensor)), dimensions_(static_cast<int>(dimensions)) {}

  bool is_whole(NodeId id) const {
    if (tensor_.empty()) return false;
    const PythonNode& node = at(id);
    if (dimensions_ == 1 && is_size(id, 2)) return true;
    if (node.kind == Kind::subscript) return is_slice(node);
    if (node.kind == Kind::group) return is_whole(node.children[0]);
    if ((node.kind != Kind::tuple && node.kind != Kind::list) ||
        node.children.size() != static_cast<std::size_t>(dimensions_))
      return false;
    int dimension = 2;
    return std::all_of(node.children.begin(), node.children.end(),
                       [&](NodeId child) { return is_size(child, dimension++); });
  }

 private:
  const PythonNode& at(NodeId id) const { return tree_.nodes[id]; }

  std::optional<int> number(NodeId id) const {
    const PythonNode& node = at(id);
    if (node.kind == Kind::unary && node.word == "-") {
      const auto positive = number(node.children[0]);
      return positive ? std::optional(-*positive) : std::nullopt;
    }
    if (node.kind != Kind::number || node.word.size() != 1) return std::nullopt;
    return node.word.front() - '0';
  }

  // Whether the index is that of the dimension, counted from the front or (negative) from the end.
  bool is_dimension(NodeId id, int dimension) const {
    const auto place = number(id);
    return place && (*place == dimension || *place == dimension - dimensions_ - 2);
  }

  // x.size() or x.shape
  bool is_shape(NodeId id) const {
    const PythonNode& node = at(id);
    if (node.kind == Kind::call)
      return node.children.size() == 1 && dotted(tree_, node.children[0]) == tensor_ + ".size";
    return dotted(tree_, id) == tensor_ + ".shape";
  }

  // x.size(2) or x.shape[2]
  bool is_size(NodeId id, int dimension) const {
    const PythonNode& node = at(id);
    if (node.kind == Kind::group) return is_size(node.children[0], dimension);
    if (node.kind == Kind::call)
      return node.children.size() == 2 && dotted(tree_, node.children[0]) == tensor_ + ".size" &&
             (node.keywords[0].empty() || node.keywords[0] == "dim") && is_dimension(node.children[1], dimension);
    return node.kind == Kind::subscript && node.word == "x" && is_shape(node.children[0]) &&
           is_dimension(node.children[1], dimension);
  }

  // x.size()[2:]
  bool is_slice(const PythonNode& node) const {
    const bool is_open = node.word == "x:";
    if ((!is_open && node.word != "x:x") || !is_shape(node.children[0]) || !is_dimension(node.children[1], 2))
      return false;
    return is_open || number(node.children[2]) == dimensions_ + 2;
  }

  const PythonExpressions& tree_;
  std::string tensor_;
  int dimensions_;
};

}  // namespace

std::optional<Pooling> pooling_of(std::string_view function) {
  for (std::size_t i = 0; i < kAverage.size(); ++i) {
    const std::string rest = "Pool" + std::to_string(i + 1) + "d(1)";
    if (function == kAverage[i]) return Pooling{i + 1, "torch.nn.AdaptiveAvg" + rest};
    if (function == kMaximum[i]) return Pooling{i + 1, "torch.nn.AdaptiveMax" + rest};
  }
  return std::nullopt;
}

bool is_whole_size(const PythonExpressions& tree, NodeId size, NodeId tensor, std::size_t dimensions) {
  return SizeReader(tree, tensor, dimensions).is_whole(size);
}

std::optional<std::vector<NodeId>> plain_sizes(const PythonExpressions& tree, NodeId id) {
  if (is_literal(tree, id)) return std::vector<NodeId>();
  const PythonNode& node = tree.nodes[id];
  const bool is_size = node.kind == Kind::call && node.children.size() == 2 &&
                       tree.nodes[node.children[0]].word == "size" && is_literal(tree, node.children[1]);
  bool is_element = node.kind == Kind::subscript && node.word == "x" && is_literal(tree, node.children[1]);
  if (is_element) {
    const PythonNode& of = tree.nodes[node.children[0]];
    is_element = of.word == "shape" ||
                 (of.kind == Kind::call && of.children.size() == 1 && tree.nodes[of.children[0]].word == "size");
  }
  if (is_size || is_element) return std::vector<NodeId>{id};
  if (node.kind != Kind::tuple && node.kind != Kind::list && node.kind != Kind::group) return std::nullopt;
  std::vector<NodeId> found;
  for (const NodeId child : node.children) {
    const auto sizes = plain_sizes(tree, child);
    if (!sizes) return std::nullopt;
    found.insert(found.end(), sizes->begin(), sizes->end());
  }
  return found;
}

}  // namespace aimet
