// SPDX-License-Identifier: Apache-2.0
#include "lib/suggest/module_list.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include "lib/edit/contains.hpp"

namespace aimet {
namespace {

bool is_made_as(PythonFile& file, StatementId definition, ModuleList::Kind kind) {
  const PythonExpressions& tree = file.tree_of(definition);
  const PythonNode& value = tree.nodes[tree.roots.back()];
  if (value.kind != PythonNode::Kind::call) return false;
  const std::string path = file.scopes().resolved(definition, dotted(tree, value.children[0]));
  if (kind == ModuleList::Kind::dict) return path == "torch.nn.ModuleDict";
  return path == "torch.nn.ModuleList" || path == "torch.nn.Sequential";
}

// Whether "layers.append" or the like occurs outside of __init__, so that the list may differ from what __init__ knows.
bool grows_elsewhere(PythonFile& file, std::size_t class_id, const std::string& list) {
  constexpr std::array<std::string_view, 9> kGrows = {"append",     "extend",          "insert",      "pop",   "clear",
                                                      "add_module", "register_module", "__setitem__", "update"};
  const PythonText& python = file.python();
  const StatementRange init = find_method(file.classes()[class_id], "__init__")->body;
  const auto family = file.classes().family(class_id);
  for (StatementId id = 0; id < python.statements.size(); ++id) {
    if (init.contains(id)) continue;
    const auto around = file.classes().around(id);
    const bool is_member = around && std::find(family.begin(), family.end(), *around) != family.end();
    for (std::size_t i = 2; i < python.statements[id].tokens.size(); ++i) {
      if (python.word(id, i) != list || python.word(id, i - 1) != ".") continue;
      if (python.word(id, i - 2) == "self" && !is_member) continue;  // of another class
      const bool calls = python.word(id, i + 1) == "." && contains(kGrows, python.word(id, i + 2));
      if (calls || python.word(id, 0) == "del") return true;
    }
  }
  return false;
}

}  // namespace

std::optional<StatementId> filled_in_init(EditedFile& of, std::size_t class_id, const ModuleList& list) {
  const PythonText& python = of.file.python();
  const PythonMethod* init = find_method(of.file.classes()[class_id], "__init__");
  const auto definition = of.classes.definition_of(class_id, list.name);
  if (!definition || init == nullptr || !is_made_as(of.file, *definition, list.kind) ||
      grows_elsewhere(of.file, class_id, list.name))
    return std::nullopt;
  if (python.statements[*definition].indent != python.statements[init->body.first].indent) return std::nullopt;
  StatementId last = *definition;
  for (StatementId id = init->body.first; id < init->body.last; ++id)
    for (std::size_t i = 1; i < python.statements[id].tokens.size(); ++i)
      if (python.word(id, i) == list.name && python.word(id, i - 1) == ".") last = id;
  return last;
}

}  // namespace aimet
