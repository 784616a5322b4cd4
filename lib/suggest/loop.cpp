// SPDX-License-Identifier: Apache-2.0
#include "lib/suggest/loop.hpp"

#include <string_view>

#include "lib/edit/refusal.hpp"

namespace aimet {
namespace {

bool is_free_in(const PythonText& python, const Scope& function, const std::string& name) {
  for (StatementId id = function.header; id < function.body.last; ++id)
    for (std::size_t i = 0; i < python.statements[id].tokens.size(); ++i)
      if (python.word(id, i) == name && (i == 0 || python.word(id, i - 1) != ".")) return false;
  return true;
}

// The header of the only loop around the statement in its function. nullopt if there is no loop, several, or a `while`.
std::optional<StatementId> only_loop(PythonFile& file, StatementId statement) {
  const PythonText& python = file.python();
  std::optional<StatementId> found;
  const StatementId function = file.scopes().of(statement).header;
  for (auto header = header_of(python, statement); header && *header != function; header = header_of(python, *header)) {
    const std::string_view word = python.word(*header, 0);
    if (word != "for" && word != "while") continue;
    if (found || word == "while") return std::nullopt;
    found = *header;
  }
  return found;
}

bool goes_through_zip(const PythonExpressions& tree, const LoopHead& head) {
  const PythonNode& source = tree.nodes[head.source];
  return source.kind == PythonNode::Kind::call && dotted(tree, source.children[0]) == "zip";
}

// The head of the only loop or comprehension around the nodes.
std::optional<LoopHead> only_head(PythonFile& file, StatementId statement, const std::vector<NodeId>& nodes) {
  const PythonExpressions& tree = file.tree_of(statement);
  const auto loop = only_loop(file, statement);
  if (!tree.nodes[nodes.front()].may_repeat)
    return loop ? std::optional(head_of(file.python(), file.tree_of(*loop), *loop)) : std::nullopt;
  const auto head = comprehension_around(file.python(), tree, statement, nodes.front());
  if (!head || loop) return std::nullopt;
  for (const NodeId node : nodes)
    if (!tree.nodes[node].may_repeat || !is_within(tree, node, *head->element)) return std::nullopt;
  return head;
}

// "for layer in self.layers" becomes "for layer, relu in zip(self.layers, self.relus)".
void zip_with(PythonFile& file, const LoopHead& head, const std::string& list, const std::string& name) {
  const auto& tokens = file.python().statements[head.statement].tokens;
  StatementRewrite& rewrite = file.rewrite_of(head.statement);
  const PythonNode& source = rewrite.tree.nodes[head.source];
  const bool is_zip = goes_through_zip(rewrite.tree, head);
  std::string& names = rewrite.insertions[tokens[head.in - 1].end];
  std::string& lists = rewrite.insertions[is_zip ? source.end - 1 : source.end];
  if (names.empty() && !is_zip) {
    rewrite.insertions[source.begin] = "zip(";
    if (head.has_targets) {
      rewrite.insertions[tokens[head.first_target].begin] = "(";
      names = ")";
    }
  }
  if (!is_zip && !lists.empty()) lists.pop_back();  // the closing bracket
  names += ", " + name;
  lists += ", self." + list + (is_zip ? "" : ")");
}

}  // namespace

std::optional<Loop> loop_of(EditedFile& of, const Site& site, StatementId statement, const std::vector<NodeId>& nodes) {
  if (site.helper || site.owners.size() != 1 || nodes.empty()) return std::nullopt;
  const auto head = only_head(of.file, statement, nodes);
  const auto iterations = head ? iterations_of(of, site, *head, statement, nodes) : std::nullopt;
  if (!iterations) return std::nullopt;
  // `for pair in zip(...)` has no place for another target.
  if (iterations->index.empty() && goes_through_zip(of.file.tree_of(head->statement), *head) && !head->has_targets)
    return std::nullopt;
  return Loop{*head, *iterations};
}

std::string one_per_iteration(PythonFile& file, const Loop& loop, const std::string& module, StatementId at) {
  std::string list = file.spelled("torch.nn.ModuleList()", at);
  list.pop_back();
  return list + module + " for _ in " + loop.iterations.all + ")";
}

void must_be_free(PythonFile& file, const Loop& loop) {
  if (loop.iterations.index.empty() && file.rewrite_of(loop.head.statement).nodes.count(loop.head.source) > 0)
    throw Refusal{"another finding changes the head of the loop"};
}

std::string module_of_iteration(PythonFile& file, const Loop& loop, const std::string& list, const std::string& name) {
  if (!loop.iterations.index.empty()) return "self." + list + "[" + loop.iterations.index + "]";
  const PythonText& python = file.python();
  const LoopHead& head = loop.head;
  must_be_free(file, loop);
  const StatementRewrite& rewrite = file.rewrite_of(head.statement);
  const auto names = rewrite.insertions.find(python.statements[head.statement].tokens[head.in - 1].end);
  const std::string added = names == rewrite.insertions.end() ? "" : names->second + ",";
  const Scope& function = file.scopes().of(head.statement);
  std::string local = name;
  for (int n = 2; !is_free_in(python, function, local) || added.find(" " + local + ",") != std::string::npos; ++n)
    local = name + "_" + std::to_string(n);
  zip_with(file, head, list, local);
  return local;
}

}  // namespace aimet
