// SPDX-License-Identifier: Apache-2.0
#include "lib/suggest/module_edit.hpp"

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "lib/check/suggestion_text.hpp"
#include "lib/edit/functional_call.hpp"
#include "lib/edit/refusal.hpp"
#include "lib/edit/signatures.hpp"
#include "lib/suggest/constructor_copy.hpp"
#include "lib/suggest/loop.hpp"
#include "lib/suggest/own_module.hpp"
#include "lib/suggest/passed_module.hpp"
#include "lib/suggest/site.hpp"

namespace aimet {
namespace {

using Kind = PythonNode::Kind;

struct CallSite {
  StatementId statement = 0;
  NodeId name = 0;  // self.relu
};

std::size_t class_named(const PythonFile& file, const std::string& name) {
  std::optional<std::size_t> found;
  for (std::size_t id = 0; id < file.classes().all().size(); ++id) {
    if (file.classes()[id].name != name) continue;
    if (found) throw Refusal{"there are two classes " + name};
    found = id;
  }
  if (!found) throw Refusal{"its Python file has no class " + name};
  return *found;
}

std::set<StatementId> statements_of(PythonFile& file, const Finding& finding) {
  std::set<StatementId> statements;
  for (const SourceLocation& source : finding.sources) statements.insert(file.statement_of(source));
  return statements;
}

// The statements of the class's methods that contain the name.
std::set<StatementId> statements_with(const PythonFile& file, const std::string& owner, const std::string& name) {
  std::set<StatementId> statements;
  for (const PythonMethod& method : file.classes()[class_named(file, last_part(owner))].methods) {
    for (StatementId id = method.body.first; id < method.body.last; ++id) {
      const auto& tokens = file.python().statements[id].tokens;
      if (std::any_of(tokens.begin(), tokens.end(),
                      [&](const PythonToken& token) { return file.python().of(token) == name; }))
        statements.insert(id);
    }
  }
  return statements;
}

// The calls self.NAME(...) in the statements, in the order in which they run. They are sorted by their ends: in
// f(g(x)), g runs first and its call ends first.
std::vector<CallSite> call_sites(PythonFile& file, const std::set<StatementId>& statements, const std::string& name) {
  std::vector<CallSite> sites;
  for (const StatementId statement : statements) {
    const PythonExpressions& tree = file.tree_of(statement);
    std::vector<NodeId> calls;
    for (NodeId id = 0; id < tree.nodes.size(); ++id) {
      const PythonNode& node = tree.nodes[id];
      if (node.kind != Kind::call || dotted(tree, node.children[0]) != "self." + name) continue;
      calls.push_back(id);
    }
    std::sort(calls.begin(), calls.end(), [&](NodeId a, NodeId b) { return tree.nodes[a].end < tree.nodes[b].end; });
    for (const NodeId call : calls) sites.push_back({statement, tree.nodes[call].children[0]});
  }
  return sites;
}

// If the only call is in a loop, the attribute becomes a list with a module per iteration. Returns false, without
// changes, if there is no such loop.
bool edit_reused_in_loop(EditedFile& of, const Group& group, const std::string& name, const CallSite& call) {
  PythonFile& file = of.file;
  const Finding& finding = *group.findings.front();
  const Site site = site_of(file, call.statement);
  const bool is_repeated = file.tree_of(call.statement).nodes[call.name].may_repeat;
  const auto loop = site.in_loop || is_repeated ? loop_of(of, site, call.statement, {call.name}) : std::nullopt;
  if (!loop || (!loop->iterations.index.empty() && !group.traced_only)) return false;
  const std::size_t class_id = site.owners.front();
  const auto definition = of.classes.definition_of(class_id, name);
  if (!definition || of.classes.is_used_otherwise(class_id, name) || of.classes.calls_of(class_id, name) != 1)
    return false;
  if (loop->iterations.known > *definition)
    throw Refusal{"the line is in a loop, and self." + name + " is created before " + loop->iterations.all +
                  " is complete"};
  const NodeId value = must_be_copied(of, class_id, *definition, finding.module_type);
  of.classes.must_take(class_id, "torch.nn.ModuleList");
  StatementRewrite& in_init = file.rewrite_of(*definition);
  if (in_init.nodes.count(value) > 0) return true;  // done by the edit for another instance
  const std::string list = one_per_iteration(file, *loop, file.text_of(*definition, value), *definition);
  in_init.nodes[value] = {list, {}, true, "torch.nn.ModuleList()"};
  file.rewrite_of(call.statement).nodes[call.name] = {module_of_iteration(file, *loop, name, name), {}, true, list};
  return true;
}

// How often each instance calls the method that contains all call sites; 0 if the instances differ, or if a site runs
// more often than the method.
std::size_t runs_of_method(const Group& group, std::size_t sites) {
  std::size_t runs = 0;
  for (const Finding* finding : group.findings) {
    const auto calls = static_cast<std::size_t>(finding->calls.value_or(0));
    if (calls % sites != 0 || (runs != 0 && calls / sites != runs)) return 0;
    runs = calls / sites;
  }
  return runs;
}

// A method that one forward calls several times, and that contains all call sites of self.NAME.
struct RepeatedMethod {
  std::size_t scope = 0;
  std::size_t class_id = 0;
  StatementId definition = 0;  // of self.NAME
  std::vector<HelperCall> calls;
};

bool are_in_scope(PythonFile& file, const std::vector<CallSite>& sites, std::size_t scope) {
  return std::all_of(sites.begin(), sites.end(), [&](const CallSite& site) {
    if (file.scopes().index_of(site.statement) != scope) return false;
    const Site place = site_of(file, site.statement);
    return !place.helper && !place.in_loop && !file.tree_of(site.statement).nodes[site.name].may_repeat;
  });
}

// nullopt if the sites are not those of such a method, or if the edit cannot pass a module with each of its calls.
std::optional<RepeatedMethod> repeated_method(EditedFile& of, const Group& group, const std::string& name,
                                              const std::vector<CallSite>& sites) {
  PythonFile& file = of.file;
  if (sites.empty() || !group.traced_only) return std::nullopt;
  RepeatedMethod method;
  method.scope = file.scopes().index_of(sites.front().statement);
  const std::size_t runs = runs_of_method(group, sites.size());
  if (runs < 2 || file.scopes().all()[method.scope].name == "forward" || !are_in_scope(file, sites, method.scope))
    return std::nullopt;
  method.class_id = site_of(file, sites.front().statement).owners.front();
  const auto definition = of.classes.definition_of(method.class_id, name);
  if (!definition || of.classes.is_used_otherwise(method.class_id, name) ||
      of.classes.calls_of(method.class_id, name) != sites.size())
    return std::nullopt;
  method.definition = *definition;
  method.calls = calls_of_method(of, method.scope);
  const bool fits =
      method.calls.size() == runs && std::all_of(method.calls.begin(), method.calls.end(), [&](const HelperCall& call) {
        return call.class_id == method.class_id && !site_of(file, call.statement).in_loop;
      });
  return fits ? std::optional(method) : std::nullopt;
}

// Each call of the method passes the modules that the sites use. Returns false, without changes, if no such method
// contains them.
bool edit_reused_in_method(EditedFile& of, const Group& group, const std::string& name,
                           const std::vector<CallSite>& sites) {
  const auto method = repeated_method(of, group, name, sites);
  if (!method) return false;
  PythonFile& file = of.file;
  const std::string another =
      another_module(of, method->class_id, method->definition, group.findings.front()->module_type);
  if (file.rewrite_of(sites.front().statement).nodes.count(sites.front().name) > 0) return true;  // of another instance
  bool is_first = true;
  for (const CallSite& site : sites) {
    std::vector<std::string> modules;
    for (std::size_t i = 0; i < method->calls.size(); ++i) {
      const std::string attribute = is_first ? name : of.classes.new_name({method->class_id}, name, 2);
      if (!is_first) of.classes.define(method->class_id, method->definition, method->definition, attribute, another);
      is_first = false;
      modules.push_back("self." + attribute);
    }
    const std::string parameter = pass_values(file, method->scope, method->calls, name, modules);
    file.rewrite_of(site.statement).nodes[site.name] = {parameter, {}, true, another};
  }
  return true;
}

}  // namespace

void edit_reused(EditedFile& of, const Group& group, const std::string& owner) {
  const Finding& finding = *group.findings.front();
  PythonFile& file = of.file;
  if (!finding.suggestion) throw Refusal{"one line makes the calls, or what to define is not known"};
  if (finding.suggestion->kind == SuggestionKind::module_per_place) return edit_own_module(of, group);
  if (!finding.suggestion->caution.empty()) throw Refusal{finding.suggestion->caution};
  const std::string name = last_part(finding.module);
  const auto sites =
      call_sites(file, owner.empty() ? statements_of(file, finding) : statements_with(file, owner, name), name);
  if (sites.size() == 1 && edit_reused_in_loop(of, group, name, sites.front())) return;
  if (edit_reused_in_method(of, group, name, sites)) return;
  for (const CallSite& call : sites)
    if (file.tree_of(call.statement).nodes[call.name].may_repeat)
      throw Refusal{"it is in a comprehension or a lambda, and runs once for each element"};
  if (sites.size() != static_cast<std::size_t>(finding.calls.value_or(0)))
    throw Refusal{"self." + name + "(...) is not written once for each call"};
  const Site site = site_of(file, sites.front().statement);
  if (site.helper) throw Refusal{"the line is in no method of a class"};
  const std::size_t class_id = site.owners.front();
  for (const CallSite& call : sites) {
    const Site other = site_of(file, call.statement);
    if (other.helper || other.owners.front() != class_id) throw Refusal{"its calls are in several classes"};
    if (other.in_loop) throw Refusal{"the line is in a loop"};
  }
  const auto definition = of.classes.definition_of(class_id, name);
  if (!definition)
    throw Refusal{"__init__ of " + file.classes()[class_id].name + " does not define self." + name + " once"};
  if (of.classes.is_used_otherwise(class_id, name))
    throw Refusal{"self." + name + " is used for more than calls: a second module would not share those uses"};
  const std::string another = another_module(of, class_id, *definition, finding.module_type);

  std::size_t renamed = 0;
  for (std::size_t i = 1; i < sites.size(); ++i)
    renamed += file.rewrite_of(sites[i].statement).nodes.count(sites[i].name);
  if (renamed == sites.size() - 1) return;  // done by the edit for another instance, which also calls it elsewhere
  if (renamed != 0) throw Refusal{"instances of " + file.classes()[class_id].name + " call it at different places"};
  for (std::size_t i = 1; i < sites.size(); ++i) {
    const std::string next = of.classes.new_name({class_id}, name, static_cast<int>(i) + 1);
    of.classes.define(class_id, *definition, *definition, next, another);
    file.rewrite_of(sites[i].statement).nodes[sites[i].name] = {"self." + next, {}, true, another};
  }
}

void edit_other_module(EditedFile& of, const Group& group) {
  const Finding& finding = *group.findings.front();
  PythonFile& file = of.file;
  const std::string& name = finding.suggestion->attributes.front();
  const std::size_t class_id = class_named(file, last_part(finding.module_type));
  const PythonClass& owner = file.classes()[class_id];
  for (const Finding* other : group.findings)
    if (last_part(other->module_type) != owner.name || other->suggestion->attributes.front() != name)
      throw Refusal{"the line is in " + owner.name + ", and the module is a " + last_part(other->module_type)};
  if (of.classes.calls_of(class_id, name) == 0) throw Refusal{"the class does not call self." + name};
  if (of.classes.is_used_otherwise(class_id, name)) throw Refusal{"self." + name + " is used for more than calls"};
  const PythonMethod* init = find_method(owner, "__init__");
  if (init == nullptr) throw Refusal{"the class has no __init__"};
  for (const Walk& walk : file.walks())
    if (!walk.types) throw Refusal{"the file iterates over the children of modules"};
  std::vector<StatementId> empty;
  for (StatementId id = init->body.first; id < init->body.last; ++id) {
    if (file.python().word(id, 0) != "self" || file.python().word(id, 2) != name || file.python().word(id, 3) != "=")
      continue;
    const PythonExpressions& tree = file.tree_of(id);
    const PythonNode& value = tree.nodes[tree.roots.back()];
    if (tree.roots.size() == 2 && value.kind == Kind::call && value.children.size() == 1 &&
        file.scopes().resolved(id, dotted(tree, value.children[0])) == "torch.nn.Sequential")
      empty.push_back(id);
  }
  if (empty.size() != 1) throw Refusal{"__init__ does not set self." + name + " to an empty torch.nn.Sequential once"};
  StatementRewrite& rewrite = file.rewrite_of(empty.front());
  const NodeId value = rewrite.tree.roots.back();
  rewrite.nodes[value] = {file.spelled("torch.nn.Identity()", empty.front()), {}, true, "torch.nn.Identity()"};
}

}  // namespace aimet
