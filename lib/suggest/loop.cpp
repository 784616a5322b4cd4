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

// The header of the one loop around the statement in its function.
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

bool goes_through_zip(PythonFile& file, StatementId header) {
  const PythonExpressions& tree = file.tree_of(header);
  const PythonNode& source = tree.nodes[tree.roots.front()];
  return source.kind == PythonNode::Kind::call && dotted(tree, source.children[0]) == "zip";
}

// "for layer in self.layers" becomes "for layer, relu in zip(self.layers, self.relus)".
void zip_with(PythonFile& file, StatementId header, const std::string& list, const std::string& name) {
  const PythonText& python = file.python();
  const auto& tokens = python.statements[header].tokens;
  const PythonExpressions& tree = file.tree_of(header);
  const PythonNode& source = tree.nodes[tree.roots.front()];
  const Targets targets = targets_of(python, header);
  const bool is_zip = goes_through_zip(file, header);
  auto& insertions = file.rewrite().insertions;
  const bool in_brackets = targets.is_list && !is_zip;
  std::string& names = insertions[tokens[targets.end - 1].end];
  std::string& lists = insertions[is_zip ? source.end - 1 : source.end];
  if (names.empty() && !is_zip) {
    insertions[source.begin] = "zip(";
    if (in_brackets) {
      insertions[tokens[targets.first].begin] = "(";
      names = ")";
    }
  }
  if (!is_zip && !lists.empty()) lists.pop_back();  // the bracket
  names += ", " + name;
  lists += ", self." + list + (is_zip ? "" : ")");
}

}  // namespace

std::optional<Loop> loop_of(EditedFile& of, const Site& site, StatementId statement, const std::vector<NodeId>& nodes) {
  const auto header = only_loop(of.file, statement);
  if (site.helper || site.owners.size() != 1 || !header || nodes.empty()) return std::nullopt;
  const auto rounds = rounds_of(of, site, *header, statement, nodes);
  if (!rounds) return std::nullopt;
  // `for pair in zip(...)` has no place for the name of one more.
  if (rounds->index.empty() && goes_through_zip(of.file, *header) && !targets_of(of.file.python(), *header).is_list)
    return std::nullopt;
  return Loop{*header, *rounds};
}

std::string one_per_round(PythonFile& file, const Loop& loop, const std::string& module, StatementId at) {
  std::string list = file.spelled("torch.nn.ModuleList()", at);
  list.pop_back();
  return list + module + " for _ in " + loop.rounds.all + ")";
}

std::string module_of_round(PythonFile& file, const Loop& loop, const std::string& list, const std::string& name) {
  if (!loop.rounds.index.empty()) return "self." + list + "[" + loop.rounds.index + "]";
  const PythonText& python = file.python();
  const auto& statements = file.rewrite().statements;
  const auto changed = statements.find(loop.header);
  if (changed != statements.end() && changed->second.changes())
    throw Refusal{"another finding changes the head of the loop"};
  const Targets targets = targets_of(python, loop.header);
  const std::string added = file.rewrite().insertions[python.statements[loop.header].tokens[targets.end - 1].end] + ",";
  const Scope& function = file.scopes().of(loop.header);
  std::string local = name;
  for (int n = 2; !is_free_in(python, function, local) || added.find(" " + local + ",") != std::string::npos; ++n)
    local = name + "_" + std::to_string(n);
  zip_with(file, loop.header, list, local);
  return local;
}

}  // namespace aimet
