// SPDX-License-Identifier: Apache-2.0
#include "lib/suggest/fresh.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

#include "lib/edit/contains.hpp"
#include "lib/edit/refusal.hpp"

namespace aimet {
namespace {

using Kind = PythonNode::Kind;

[[noreturn]] void refuse_alias() { throw Refusal{"the tensor that is written into may have another name"}; }

// Whether the name is used as in x.dtype, which creates no alias of x.
bool asks_for_a_fact(const PythonText& python, const std::vector<PythonToken>& tokens, std::size_t name) {
  constexpr std::array<std::string_view, 6> kFacts = {"dtype", "device", "shape", "ndim", "size", "dim"};
  return name + 2 < tokens.size() && python.of(tokens[name + 1]) == "." &&
         contains(kFacts, python.of(tokens[name + 2]));
}

bool mentions(const PythonText& python, StatementId id, const std::string& name) {
  const auto& tokens = python.statements[id].tokens;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    if (tokens[i].kind == PythonToken::Kind::name && python.of(tokens[i]) == name &&
        !asks_for_a_fact(python, tokens, i))
      return true;
  }
  return false;
}

// Whether the statement is y.add_(x) with an unused result: y is still the same tensor and gets no alias.
bool writes_by_method(const PythonExpressions& tree, const std::string& name) {
  if (!tree.assignment.empty() || !tree.keyword.empty() || tree.roots.size() != 1) return false;
  const PythonNode& call = tree.nodes[tree.roots[0]];
  if (call.kind != Kind::call) return false;
  const PythonNode& callee = tree.nodes[call.children[0]];
  return callee.kind == Kind::attribute && callee.word.size() > 1 && callee.word.back() == '_' &&
         dotted(tree, callee.children[0]) == name;
}

// Whether the only names of the expression are `name`, `self` and imported ones, as in F.dropout(x, self.rate).
bool takes_only(const PythonFile& file, StatementId statement, const PythonExpressions& tree, NodeId id,
                const std::string& name) {
  const PythonNode& node = tree.nodes[id];
  if (node.kind == Kind::name)
    return node.word == name || node.word == "self" ||
           file.scopes().meaning(statement, node.word).kind == Meaning::Kind::imported;
  return std::all_of(node.children.begin(), node.children.end(),
                     [&](NodeId child) { return takes_only(file, statement, tree, child, name); });
}

}  // namespace

void must_be_fresh(PythonFile& file, StatementId statement, const std::string& name, int made_at) {
  if (made_at == 0) refuse_alias();
  const PythonText& python = file.python();
  const Scope& function = file.scopes().of(statement);
  for (StatementId id = statement; id-- > function.body.first;) {
    if (!mentions(python, id, name)) continue;
    const PythonExpressions& made = file.tree_of(id);
    if (writes_by_method(made, name)) continue;
    if (made.assignment.empty() || made.roots.size() != 2 || made.nodes[made.roots[0]].word != name ||
        made.nodes[made.roots[0]].kind != Kind::name)
      refuse_alias();
    const Kind kind = made.nodes[without_group(made, made.roots[1])].kind;
    const bool is_new = kind == Kind::call || kind == Kind::binary;
    if (made.assignment == "=" && !is_new) refuse_alias();
    if (python.statements[id].first_line <= made_at && made_at <= python.statements[id].last_line) return;
    // x = self.drop(x) may return x itself. An earlier statement then made the tensor, and this one adds no alias.
    if (made.assignment == "=" && !takes_only(file, id, made, made.roots[1], name)) refuse_alias();
  }
  refuse_alias();
}

}  // namespace aimet
