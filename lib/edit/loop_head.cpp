// SPDX-License-Identifier: Apache-2.0
#include "lib/edit/loop_head.hpp"

#include <string_view>

namespace aimet {
namespace {

using Kind = PythonNode::Kind;

void find_targets(const PythonText& python, LoopHead& head) {
  int depth = 0;
  for (head.in = head.first_target; depth > 0 || python.word(head.statement, head.in) != "in"; ++head.in) {
    const std::string_view word = python.word(head.statement, head.in);
    if (word == "(" || word == "[") ++depth;
    if (word == ")" || word == "]") --depth;
    head.has_targets = head.has_targets || (depth == 0 && word == ",");
  }
}

}  // namespace

bool is_within(const PythonExpressions& tree, NodeId node, NodeId outer) {
  return tree.nodes[outer].begin <= tree.nodes[node].begin && tree.nodes[node].end <= tree.nodes[outer].end;
}

LoopHead head_of(const PythonText& python, const PythonExpressions& tree, StatementId loop) {
  LoopHead head;
  head.statement = loop;
  head.source = tree.roots.front();
  head.first_target = 1;
  find_targets(python, head);
  return head;
}

std::optional<LoopHead> comprehension_around(const PythonText& python, const PythonExpressions& tree,
                                             StatementId statement, NodeId node) {
  std::optional<NodeId> found;
  for (NodeId id = 0; id < tree.nodes.size(); ++id) {
    const PythonNode& outer = tree.nodes[id];
    const bool repeats = outer.kind == Kind::other && (outer.word == "for" || outer.word == "lambda");
    if (!repeats || id == node || !is_within(tree, node, id)) continue;
    if (outer.word == "lambda" || found) return std::nullopt;
    found = id;
  }
  if (!found) return std::nullopt;
  const PythonNode& comprehension = tree.nodes[*found];
  if (comprehension.children.size() != 2 || !is_within(tree, node, comprehension.children[1])) return std::nullopt;
  LoopHead head;
  head.statement = statement;
  head.source = comprehension.children[0];
  head.element = comprehension.children[1];
  const auto& tokens = python.statements[statement].tokens;
  while (tokens[head.first_target].begin < tree.nodes[*head.element].end) ++head.first_target;
  ++head.first_target;  // "for"
  find_targets(python, head);
  return head;
}

}  // namespace aimet
