// SPDX-License-Identifier: Apache-2.0
#include "lib/suggest/init_value.hpp"

#include <algorithm>
#include <string>

#include "lib/edit/functional_call.hpp"
#include "lib/suggest/local_value.hpp"

namespace aimet {
namespace {

// Whether the name is a member of math (math.pi), or a value that the file sets once at its top level.
bool is_fixed_name(PythonFile& file, StatementId statement, const std::string& name, const PythonMethod* init) {
  const std::string first = name.substr(0, name.find('.'));
  const auto& top = file.scopes().all().front().bindings;
  const auto found = top.find(first);
  if (init == nullptr || found == top.end() || found->second.size() != 1) return false;
  const Meaning here = file.scopes().meaning(statement, first);
  const Meaning there = file.scopes().meaning(init->body.first, first);
  if (here.kind != there.kind || here.where != there.where) return false;
  if (here.kind == Meaning::Kind::imported) return here.path == "math";
  return here.kind == Meaning::Kind::global && name == first && file.python().statements[here.where].indent == 0 &&
         file.python().word(here.where, 1) == "=";
}

}  // namespace

std::optional<StatementId> known_in_init(EditedFile& of, StatementId statement, NodeId id, std::size_t owner,
                                         bool in_helper) {
  PythonFile& file = of.file;
  const PythonExpressions& tree = file.tree_of(statement);
  if (is_literal(tree, id)) return 0;
  const PythonMethod* init = find_method(file.classes()[owner], "__init__");
  const std::string name = dotted(tree, id);
  if (name.rfind("self.", 0) == 0) {
    if (in_helper || name.find('.', 5) != std::string::npos) return std::nullopt;
    const auto definition = of.classes.definition_of(owner, name.substr(5));
    const auto indent = [&](StatementId at) { return file.python().statements[at].indent; };
    const bool is_top = definition && init != nullptr && indent(*definition) == indent(init->body.first);
    return is_top ? definition : std::nullopt;
  }
  if (!name.empty()) return is_fixed_name(file, statement, name, init) ? std::optional<StatementId>(0) : std::nullopt;
  StatementId after = 0;
  for (const NodeId child : tree.nodes[id].children) {
    const auto known = known_in_init(of, statement, child, owner, in_helper);
    if (!known) return std::nullopt;
    after = std::max(after, *known);
  }
  return after;
}

std::optional<StatementId> count_known_in_init(EditedFile& of, StatementId statement, NodeId id, std::size_t owner) {
  const PythonExpressions& tree = of.file.tree_of(statement);
  const PythonNode& node = tree.nodes[id];
  if (node.kind == PythonNode::Kind::call) {
    const bool is_len = node.children.size() == 2 && dotted(tree, node.children[0]) == "len" &&
                        of.file.scopes().meaning(statement, "len").kind == Meaning::Kind::unknown;
    return is_len ? list_known_in_init(of, statement, node.children[1], owner, ModuleList::Kind::sequence)
                  : std::nullopt;
  }
  if (const auto local = local_value(of.file, statement, id))
    return count_known_in_init(of, local->statement, local->value, owner);
  if (node.kind != PythonNode::Kind::binary && node.kind != PythonNode::Kind::group)
    return is_pure(tree, id) ? known_in_init(of, statement, id, owner, false) : std::nullopt;
  StatementId after = 0;
  for (const NodeId child : node.children) {
    const auto known = count_known_in_init(of, statement, child, owner);
    if (!known) return std::nullopt;
    after = std::max(after, *known);
  }
  return after;
}

std::optional<StatementId> list_known_in_init(EditedFile& of, StatementId statement, NodeId id, std::size_t owner,
                                              ModuleList::Kind kind) {
  if (const auto source = source_of_list(of.file, statement, id))
    return list_known_in_init(of, source->statement, source->value, owner, kind);
  const std::string name = dotted(of.file.tree_of(statement), id);
  if (name.rfind("self.", 0) != 0 || name.find('.', 5) != std::string::npos) return std::nullopt;
  return filled_in_init(of, owner, {name.substr(5), kind});
}

}  // namespace aimet
