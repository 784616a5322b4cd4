// SPDX-License-Identifier: Apache-2.0
#include "lib/edit/expression.hpp"

#include <algorithm>

namespace aimet {

using Kind = PythonNode::Kind;

bool is_literal(const PythonExpressions& tree, NodeId id) {
  const PythonNode& node = tree.nodes[id];
  const auto is_literal_child = [&](NodeId child) { return is_literal(tree, child); };
  switch (node.kind) {
    case Kind::number:
    case Kind::string:
      return true;
    case Kind::name:
      return node.word == "True" || node.word == "False" || node.word == "None";
    case Kind::unary:
      return node.word == "-" && is_literal_child(node.children.front());
    case Kind::group:
    case Kind::tuple:
    case Kind::list:
      return std::all_of(node.children.begin(), node.children.end(), is_literal_child);
    default:
      return false;
  }
}

bool is_pure(const PythonExpressions& tree, NodeId id) {
  const PythonNode& node = tree.nodes[id];
  switch (node.kind) {
    case Kind::call:
    case Kind::subscript:
    case Kind::other:
      return false;
    default:
      return std::all_of(node.children.begin(), node.children.end(),
                         [&](NodeId child) { return is_pure(tree, child); });
  }
}

NodeId without_group(const PythonExpressions& tree, NodeId id) {
  while (tree.nodes[id].kind == Kind::group) id = tree.nodes[id].children.front();
  return id;
}

std::string dotted(const PythonExpressions& tree, NodeId id) {
  const PythonNode& node = tree.nodes[id];
  if (node.kind == Kind::name) return node.word;
  if (node.kind != Kind::attribute) return "";
  const std::string base = dotted(tree, node.children.front());
  return base.empty() ? "" : base + "." + node.word;
}

}  // namespace aimet
