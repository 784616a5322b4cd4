// SPDX-License-Identifier: Apache-2.0
#include "lib/suggest/local_value.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include "lib/edit/contains.hpp"

namespace aimet {
namespace {

using Kind = PythonNode::Kind;

// Whether this mention of a list does not change its length: an index, an iteration, or an argument of a function that
// only reads the list.
bool only_reads(const PythonText& python, StatementId id, std::size_t i) {
  constexpr std::array<std::string_view, 8> kReads = {"len",   "enumerate", "zip", "reversed",
                                                      "tuple", "list",      "cat", "stack"};
  const std::string_view before = i > 0 ? python.word(id, i - 1) : std::string_view();
  if (before == "in" || before == "return" || before == "*") return true;
  if (python.word(id, i + 1) == "[") {
    if (python.word(id, 0) == "del") return false;
    // An assignment to a slice may change the length.
    for (std::size_t at = i + 2; i == 0 && !python.word(id, at).empty() && python.word(id, at) != "]"; ++at)
      if (python.word(id, at) == ":") return false;
    return true;
  }
  std::size_t open = i;  // the token after the bracket of the call whose argument it is
  while (open > 0 &&
         (python.word(id, open - 1) == "," || python.statements[id].tokens[open - 1].kind == PythonToken::Kind::name ||
          python.word(id, open - 1) == "."))
    --open;
  return open > 1 && python.word(id, open - 1) == "(" && contains(kReads, python.word(id, open - 2));
}

bool keeps_its_length(const PythonFile& file, const Scope& function, const std::string& name, StatementId definition) {
  const PythonText& python = file.python();
  for (StatementId id = function.body.first; id < function.body.last; ++id)
    for (std::size_t i = 0; i < python.statements[id].tokens.size(); ++i) {
      const bool is_mention = python.word(id, i) == name && (i == 0 || python.word(id, i - 1) != ".");
      if (is_mention && id != definition && !only_reads(python, id, i)) return false;
    }
  return true;
}

// "self.layers" for "[f(layer) for layer in self.layers]", with or without enumerate.
std::optional<NodeId> source_of_comprehension(PythonFile& file, StatementId statement, NodeId list) {
  const PythonExpressions& tree = file.tree_of(statement);
  const PythonNode& display = tree.nodes[list];
  if (display.kind != Kind::list || display.children.size() != 1) return std::nullopt;
  const PythonNode& generator = tree.nodes[display.children[0]];
  // Two children, the source and the element: there is no second "for" and no "if".
  if (generator.kind != Kind::other || generator.word != "for" || generator.children.size() != 2) return std::nullopt;
  const PythonNode& source = tree.nodes[generator.children[0]];
  const bool is_enumerate = source.kind == Kind::call && source.children.size() == 2 &&
                            dotted(tree, source.children[0]) == "enumerate" &&
                            file.scopes().meaning(statement, "enumerate").kind == Meaning::Kind::unknown;
  return is_enumerate ? source.children[1] : generator.children[0];
}

// Whether the node is a local name for a binary operation, which needs parentheses within another one.
bool is_binary(PythonFile& file, StatementId statement, NodeId node) {
  const auto local = local_value(file, statement, node);
  return local && (file.tree_of(local->statement).nodes[local->value].kind == Kind::binary ||
                   is_binary(file, local->statement, local->value));
}

}  // namespace

std::optional<LocalValue> local_value(PythonFile& file, StatementId statement, NodeId node) {
  const PythonNode of = file.tree_of(statement).nodes[node];
  const Scope& function = file.scopes().of(statement);
  const auto bound = function.bindings.find(of.word);
  if (of.kind != Kind::name || function.kind != Scope::Kind::function || bound == function.bindings.end() ||
      bound->second.size() != 1)
    return std::nullopt;
  const StatementId where = bound->second.front().where;
  const PythonText& python = file.python();
  const bool is_plain = function.body.contains(where) && where < statement && python.word(where, 0) == of.word &&
                        python.word(where, 1) == "=" &&
                        python.statements[where].indent == python.statements[function.body.first].indent;
  if (!is_plain) return std::nullopt;
  const PythonExpressions& tree = file.tree_of(where);
  return tree.roots.size() == 2 ? std::optional(LocalValue{where, tree.roots[1]}) : std::nullopt;
}

std::optional<LocalValue> source_of_list(PythonFile& file, StatementId statement, NodeId node) {
  LocalValue list{statement, node};
  if (const auto local = local_value(file, statement, node)) {
    const std::string name = file.tree_of(statement).nodes[node].word;
    if (!keeps_its_length(file, file.scopes().of(statement), name, local->statement)) return std::nullopt;
    list = *local;
  }
  const auto source = source_of_comprehension(file, list.statement, list.value);
  return source ? std::optional(LocalValue{list.statement, *source}) : std::nullopt;
}

std::string text_without_locals(PythonFile& file, StatementId statement, NodeId node) {
  if (const auto source = source_of_list(file, statement, node))
    return text_without_locals(file, source->statement, source->value);
  if (const auto local = local_value(file, statement, node))
    return text_without_locals(file, local->statement, local->value);
  const PythonExpressions& tree = file.tree_of(statement);
  std::vector<NodeId> children = tree.nodes[node].children;
  std::sort(children.begin(), children.end(),
            [&](NodeId a, NodeId b) { return tree.nodes[a].begin < tree.nodes[b].begin; });
  const std::string& text = file.python().text;
  std::size_t at = tree.nodes[node].begin;
  std::string out;
  for (const NodeId child : children) {
    const bool is_loose = is_binary(file, statement, child);
    out += text.substr(at, tree.nodes[child].begin - at) + (is_loose ? "(" : "");
    out += text_without_locals(file, statement, child) + (is_loose ? ")" : "");
    at = tree.nodes[child].end;
  }
  return out + text.substr(at, tree.nodes[node].end - at);
}

}  // namespace aimet
