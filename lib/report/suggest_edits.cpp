#include "lib/report/suggest_edits.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <memory>
#include <set>
#include <string_view>
#include <tuple>
#include <utility>

#include "lib/check/suggestion_text.hpp"
#include "lib/edit/functional_call.hpp"
#include "lib/edit/refusal.hpp"
#include "lib/report/paths.hpp"
#include "lib/report/python_file.hpp"

namespace aimet {
namespace {

std::string last_name(const std::string& dotted) { return dotted.substr(dotted.rfind('.') + 1); }

std::string type_of(const std::string& op) { return op.substr(0, op.rfind('_')); }

// "add" of aten::add_.
std::string bare_op(const std::string& kind) {
  const std::string name = kind.substr(kind.rfind(':') + 1);
  const std::size_t first = std::min(name.find_first_not_of('_'), name.size());
  return name.substr(first, name.find_last_not_of('_') + 1 - first);
}

std::string defined_value(const Suggestion& suggestion) {
  return suggestion.constructor ? constructor_text(*suggestion.constructor) : "";
}

std::string defined_name(const Suggestion& suggestion) {
  return suggestion.attributes.empty() ? "" : suggestion.attributes.front();
}

// "add_2" is {"add", 2}, and "add" {"add", 1}.
std::pair<std::string, int> split_number(const std::string& name) {
  const std::size_t underscore = name.rfind('_');
  const std::string digits = underscore == std::string::npos ? "" : name.substr(underscore + 1);
  if (digits.empty() || digits.size() > 4 || digits.find_first_not_of("0123456789") != std::string::npos)
    return {name, 1};
  return {name.substr(0, underscore), std::stoi(digits)};
}

std::string path_of(const SourceLocation& source, const RenderOptions& options) {
  return absolute_path(mapped_path(source.file, options.path_maps), options.working_folder);
}

// Findings that one edit repairs: instances of one class, in one model or several.
struct Group {
  std::vector<Finding*> findings;
  std::map<std::pair<const ModelReport*, std::string>, std::size_t> per_module;  // how many in each instance
};

class Planner {
 public:
  explicit Planner(const RenderOptions& options) : options_(options) {}

  void reused(const Group& group);
  void functional(const Group& group);
  // As it stands in the diff.
  const std::string& file_name(const Finding& finding) { return file_of(finding).shown(); }
  std::string diffs(std::vector<ModelReport>& models);

 private:
  PythonFile& file_of(const Finding& finding);
  std::vector<std::pair<StatementId, NodeId>> call_sites(PythonFile& file, const Finding& finding,
                                                         const std::string& callee);
  void check_overwritten(PythonFile& file, const MethodPlace& place, StatementId statement, const Finding& finding);

  const RenderOptions& options_;
  std::map<std::string, std::unique_ptr<PythonFile>> files_;
  std::map<std::string, std::string> refused_files_;
};

PythonFile& Planner::file_of(const Finding& finding) {
  if (finding.sources.empty()) throw Refusal{"the model does not tell the line"};
  const std::string path = path_of(finding.sources.front(), options_);
  for (const SourceLocation& source : finding.sources)
    if (path_of(source, options_) != path) throw Refusal{"its lines are in several files"};
  if (const auto refused = refused_files_.find(path); refused != refused_files_.end()) throw Refusal{refused->second};
  auto& file = files_[path];
  if (file) return *file;
  try {
    file = std::make_unique<PythonFile>(path, options_);
  } catch (const Refusal& refusal) {
    files_.erase(path);
    refused_files_[path] = refusal.why;
    throw;
  }
  return *file;
}

// The name in each call of "self.relu1", in the order of the text.
std::vector<std::pair<StatementId, NodeId>> Planner::call_sites(PythonFile& file, const Finding& finding,
                                                                const std::string& callee) {
  std::set<StatementId> statements;
  for (const SourceLocation& source : finding.sources) statements.insert(file.statement_of(source));
  std::vector<std::pair<StatementId, NodeId>> sites;
  for (const StatementId statement : statements) {
    const PythonExpressions& tree = file.rewrite_of(statement).tree;
    std::vector<NodeId> names;
    for (const PythonNode& node : tree.nodes)
      if (node.kind == PythonNode::Kind::call && dotted(tree, node.children[0]) == callee)
        names.push_back(node.children[0]);
    std::sort(names.begin(), names.end(),
              [&](NodeId a, NodeId b) { return tree.nodes[a].begin < tree.nodes[b].begin; });
    for (const NodeId name : names) sites.emplace_back(statement, name);
  }
  return sites;
}

void Planner::reused(const Group& group) {
  const Finding& finding = *group.findings.front();
  if (!finding.suggestion || !finding.suggestion->constructor)
    throw Refusal{"one line makes the calls, or what to define is not known"};
  if (!finding.suggestion->caution.empty()) throw Refusal{finding.suggestion->caution};
  PythonFile& file = file_of(finding);
  const std::string name = last_name(finding.module);
  const auto sites = call_sites(file, finding, "self." + name);
  if (sites.size() != static_cast<std::size_t>(finding.calls.value_or(0)))
    throw Refusal{"self." + name + "(...) does not stand there once for each call"};
  const MethodPlace place = file.method_of(sites.front().first);
  for (const auto& site : sites)
    if (file.method_of(site.first).class_body.first != place.class_body.first)
      throw Refusal{"its calls are in several classes"};
  const auto definition = find_definition(file.python(), file.init_of(place), name);
  if (!definition) throw Refusal{"__init__ of " + place.class_name + " does not define self." + name + " once"};
  const StatementRewrite made = file.rewrite_of(*definition);
  const PythonNode& value = made.tree.nodes[made.tree.roots.back()];
  const bool is_constructor = value.kind == PythonNode::Kind::call && made.tree.roots.size() == 2 &&
                              last_name(dotted(made.tree, value.children[0])) == last_name(finding.module_type);
  if (!is_constructor) throw Refusal{"self." + name + " is not made by a plain call of its class"};

  std::size_t renamed = 0;
  for (std::size_t i = 1; i < sites.size(); ++i)
    renamed += file.rewrite_of(sites[i].first).nodes.count(sites[i].second);
  if (renamed == sites.size() - 1) return;  // by the edit for another instance, which calls it elsewhere too
  if (renamed != 0) throw Refusal{"instances of " + place.class_name + " call it at different places"};
  const std::string constructor = file.python().text.substr(value.begin, value.end - value.begin);
  for (std::size_t i = 1; i < sites.size(); ++i) {
    const std::string next = file.new_name(place, name, static_cast<int>(i) + 1);
    file.define(place, *definition, next, constructor);
    file.rewrite_of(sites[i].first).nodes[sites[i].second] = {"self." + next, {}, true, constructor};
  }
}

[[noreturn]] void refuse_alias() { throw Refusal{"+= writes into a tensor that may have another name"}; }

// What `a += b` wrote into must be a fresh tensor that no other name stands for.
void Planner::check_overwritten(PythonFile& file, const MethodPlace& place, StatementId statement,
                                const Finding& finding) {
  const PythonExpressions& tree = file.rewrite_of(statement).tree;
  const std::string& name = tree.nodes[tree.roots[0]].word;
  const auto made = last_mention(file.python(), place, statement, name);
  const int line = finding.suggestion->overwritten_line;
  if (!made || line < file.python().statements[*made].first_line || line > file.python().statements[*made].last_line)
    refuse_alias();
  const PythonExpressions& making = file.rewrite_of(*made).tree;
  if (making.assignment != "=" || making.roots.size() != 2 || making.nodes[making.roots[0]].word != name ||
      making.nodes[making.roots[0]].kind != PythonNode::Kind::name)
    refuse_alias();
}

void Planner::functional(const Group& group) {
  const Finding& finding = *group.findings.front();
  if (!finding.suggestion || !finding.op_kind || finding.suggestion->kind != SuggestionKind::module_for_op)
    throw Refusal{"no module with known arguments takes its place"};
  const Suggestion& suggestion = *finding.suggestion;
  const std::size_t count = group.per_module.begin()->second;
  for (const auto& [module, number] : group.per_module)
    if (number != count) throw Refusal{"instances of the class run the line differently"};
  for (const Finding* other : group.findings) {
    if (!other->suggestion || defined_value(*other->suggestion) != defined_value(suggestion))
      throw Refusal{"the calls at this line need modules with different arguments"};
    if (!other->suggestion->caution.empty()) throw Refusal{other->suggestion->caution};
    if (other->calls) throw Refusal{"the line runs more than once"};
    if (other->suggestion->overwritten_line != suggestion.overwritten_line)
      throw Refusal{"instances of the class run the line differently"};
  }
  PythonFile& file = file_of(finding);
  const StatementId statement = file.statement_of(finding.sources.front());
  const MethodPlace place = file.method_of(statement);
  for (const Finding* other : group.findings)
    if (last_name(other->module_type) != place.class_name)
      throw Refusal{"the line is in " + place.class_name + ", and the module is a " + last_name(other->module_type)};

  const std::string constructor = defined_value(suggestion);
  check_constructor(constructor);
  const bool in_place = finding.op_kind->back() == '_';
  StatementRewrite& rewrite = file.rewrite_of(statement);
  const auto calls = find_functional(rewrite.tree, {bare_op(*finding.op_kind), in_place, constructor});
  if (calls.size() != count) throw Refusal{"the op does not stand in the line as often as it runs"};
  for (const FunctionalCall& call : calls) {
    const PythonNode& node = rewrite.tree.nodes[call.node];
    const std::string text = file.python().text.substr(node.begin, node.end - node.begin);
    if (text.find('\n') != std::string::npos && text.find('#') != std::string::npos)
      throw Refusal{"there is a comment within the call"};
    if (call.is_assignment) check_overwritten(file, place, statement, finding);
  }
  const auto after = last_definition(file.python(), file.init_of(place));
  const auto [wanted, number] = split_number(defined_name(suggestion));
  if (!after || wanted.empty()) throw Refusal{"__init__ has no plain place for a definition"};
  const std::string spelled = file.spelled(constructor);
  const auto is_done = [&](const FunctionalCall& call) {
    if (call.is_assignment) return !rewrite.callee_of_assignment.empty();
    const auto done = rewrite.nodes.find(call.node);
    return done != rewrite.nodes.end() && done->second.defined_as == spelled;
  };
  if (std::all_of(calls.begin(), calls.end(), is_done)) return;  // another export of the model had it
  for (const FunctionalCall& call : calls)
    if (rewrite.nodes.count(call.node) > 0) throw Refusal{"another finding changes the same call"};
  for (const FunctionalCall& call : calls) {
    const std::string name = file.new_name(place, wanted, number);
    file.define(place, *after, name, spelled);
    if (call.is_assignment)
      rewrite.callee_of_assignment = "self." + name;
    else
      rewrite.nodes[call.node] = {"self." + name, call.arguments, false, spelled};
  }
}

std::string Planner::diffs(std::vector<ModelReport>& models) {
  std::map<std::string, std::string> by_name;
  for (const auto& [path, file] : files_) {
    try {
      by_name[file->shown()] = file->diff();
    } catch (const Refusal& refusal) {
      for (ModelReport& model : models)
        for (CheckResult& check : model.checks)
          for (Finding& finding : check.findings)
            if (finding.edit && finding.edit->file == file->shown()) finding.edit = Edit{"", refusal.why};
    }
  }
  std::string all;
  for (const auto& [name, diff] : by_name) all += diff;
  return all;
}

using Key = std::tuple<std::string, std::int64_t, std::string, std::string>;

// Most calls first: an instance that makes fewer of them is then served too.
Key key_of(const CheckResult& check, const ModelReport& model, const Finding& finding, const RenderOptions& options) {
  std::set<std::string> places;
  for (const SourceLocation& source : finding.sources)
    places.insert(fmt::format("{}:{:08}", path_of(source, options), source.line));
  std::string lines;
  for (const std::string& place : places) lines += place + "\n";
  const std::string what = finding.op ? type_of(*finding.op) : last_name(finding.module);
  if (lines.empty()) lines = model.path + "\n" + finding.fingerprint;
  return {check.id, finding.op ? 0 : -finding.calls.value_or(0), lines, what};
}

std::map<Key, Group> groups_of(std::vector<ModelReport>& models, const RenderOptions& options) {
  std::map<Key, Group> groups;
  for (ModelReport& model : models) {
    for (CheckResult& check : model.checks) {
      if (check.id != "reused-module" && check.id != "missing-module") continue;
      for (Finding& finding : check.findings) {
        Group& group = groups[key_of(check, model, finding, options)];
        group.findings.push_back(&finding);
        ++group.per_module[{&model, finding.module}];
      }
    }
  }
  return groups;
}

}  // namespace

std::string suggest_edits(std::vector<ModelReport>& models, const RenderOptions& options) {
  Planner planner(options);
  for (auto& [key, group] : groups_of(models, options)) {
    Edit edit;
    try {
      if (std::get<0>(key) == "reused-module")
        planner.reused(group);
      else
        planner.functional(group);
      edit.file = planner.file_name(*group.findings.front());
    } catch (const Refusal& refusal) {
      edit.refused = refusal.why;
    }
    for (Finding* finding : group.findings) finding->edit = edit;
  }
  return planner.diffs(models);
}

}  // namespace aimet
