// SPDX-License-Identifier: Apache-2.0
#include "lib/suggest/passed_module.hpp"

#include <algorithm>
#include <map>

#include "lib/edit/contains.hpp"
#include "lib/edit/refusal.hpp"
#include "lib/suggest/attributes.hpp"
#include "lib/suggest/words.hpp"

namespace aimet {
namespace {

constexpr std::size_t kSelf = 3;  // the index of `self` in "def NAME(self"

bool is_method(const PythonFile& file, const Scope& function) {
  return file.scopes().all()[function.parent].kind == Scope::Kind::type;
}

bool takes_self(const PythonFile& file, const Scope& function) {
  return is_method(file, function) && !is_static_method(file.python(), function);
}

class MethodCalls {
 public:
  MethodCalls(EditedFile& of, std::size_t scope)
      : of_(of),
        file_(of.file),
        python_(of.file.python()),
        method_(of.file.scopes().all()[scope]),
        class_id_(*of.file.classes().around(method_.header)),
        family_(of.file.classes().family(class_id_)) {}

  std::vector<HelperCall> find() {
    must_be_plain();
    must_be_the_only_one();
    for (StatementId id = 0; id < python_.statements.size(); ++id) {
      std::size_t mentions = 0;
      for (std::size_t i = 0; i < python_.statements[id].tokens.size(); ++i)
        if (names_method(id, i)) ++mentions;
      if (mentions > 0) add_calls(id, mentions);
    }
    return std::move(calls_);
  }

 private:
  [[noreturn]] void refuse(const std::string& why) const { throw Refusal{"the method " + method_.name + " " + why}; }

  void must_be_plain() const {
    const bool is_decorated = method_.header > 0 && python_.word(method_.header - 1, 0) == "@";
    const std::string_view next = python_.word(method_.header, kSelf + 1);
    const bool has_plain_self = !is_decorated && (next == "," || next == ")");
    if (python_.word(method_.header, 0) != "def" || !(has_plain_self || is_static_method(python_, method_)))
      refuse("has a signature that must not be changed");
    if (method_.name.rfind("__", 0) == 0) refuse("is called by Python itself");
  }

  void must_be_the_only_one() const {
    const auto overrides = [&](std::size_t member) {
      return member != class_id_ && binds(file_.scopes(), file_.classes()[member], method_.name);
    };
    const auto& bindings = file_.scopes().all()[file_.classes()[class_id_].scope].bindings;
    const auto found = bindings.find(method_.name);
    if (found == bindings.end() || found->second.size() != 1 || std::any_of(family_.begin(), family_.end(), overrides))
      refuse("is defined more than once");
    if (of_.classes.is_mentioned_elsewhere(class_id_, method_.name) || is_called_elsewhere(file_.path(), method_.name))
      refuse("may be called from another file");
  }

  bool is_in_family(StatementId id) const {
    const auto around = file_.classes().around(id);
    return around && std::find(family_.begin(), family_.end(), *around) != family_.end();
  }

  // Whether the token is the method in self.NAME in a class of the family. Refuses any other use that may be the
  // method.
  bool names_method(StatementId id, std::size_t i) const {
    if (names_attribute(python_, id, i, method_.name)) refuse("is looked up by its name");
    if (python_.word(id, i) != method_.name) return false;
    const auto owner = owner_of(python_, id, i);
    if (!owner) {
      const bool in_class = is_in_family(id) && file_.scopes().of(id).kind == Scope::Kind::type;
      if (in_class && id != method_.header) refuse("has another name too");
      return false;
    }
    if (*owner == "self") return is_in_family(id);
    const bool is_import = !owner->empty() && file_.scopes().meaning(id, *owner).kind == Meaning::Kind::imported;
    if (!is_import) refuse("may be called by more than `self`");
    return false;
  }

  void add_calls(StatementId id, std::size_t mentions) {
    const Scope& scope = file_.scopes().of(id);
    if (scope.header == method_.header) refuse("calls itself");
    if (!is_method(file_, scope) || scope.kind != Scope::Kind::function || python_.word(scope.header, kSelf) != "self")
      refuse("is called outside of a plain method");
    const PythonExpressions& tree = file_.tree_of(id);
    for (NodeId node = 0; node < tree.nodes.size(); ++node) {
      if (tree.nodes[node].kind != PythonNode::Kind::call ||
          dotted(tree, tree.nodes[node].children[0]) != "self." + method_.name)
        continue;
      if (tree.nodes[node].may_repeat) refuse("is called in a comprehension or a lambda");
      calls_.push_back({id, node, *file_.classes().around(id)});
      --mentions;
    }
    if (mentions != 0) refuse("is used for more than calls");
  }

  EditedFile& of_;
  PythonFile& file_;
  const PythonText& python_;
  const Scope& method_;
  std::size_t class_id_;
  std::vector<std::size_t> family_;
  std::vector<HelperCall> calls_;
};

bool has_name(PythonFile& file, const Scope& function, const std::string& name) {
  const PythonText& python = file.python();
  for (StatementId id = function.header; id < function.body.last; ++id)
    for (std::size_t i = 0; i < python.statements[id].tokens.size(); ++i)
      if (python.word(id, i) == name && (i == 0 || python.word(id, i - 1) != ".")) return true;
  const std::size_t place = python.statements[function.header].tokens[takes_self(file, function) ? kSelf : 2].end;
  const auto added = file.rewrite().insertions.find(place);
  return added != file.rewrite().insertions.end() && has_word(added->second, name);
}

// What the class that contains a call defines for it.
struct Passed {
  std::optional<Loop> loop;
  StatementId after = 0;
  std::string value;
};

Passed plan_call(EditedFile& of, const HelperCall& call, const PlannedModule& module) {
  Passed passed;
  passed.loop = loop_around_call(of, call);
  of.classes.must_take(call.class_id, module.value.substr(0, module.value.find('(')));
  if (passed.loop) of.classes.must_take(call.class_id, "torch.nn.ModuleList");
  if (of.classes.is_container(call.class_id)) throw Refusal{"the class is a container, whose elements are ordered"};
  passed.after = of.classes.place_in_init(call.class_id, layer_before(of.file, call.statement, call.call));
  const auto of_owner = std::find(module.owners.begin(), module.owners.end(), call.class_id);
  // What a base class defines is known before everything that the class itself defines.
  const StatementId made =
      of_owner == module.owners.end() ? 0 : module.known[static_cast<std::size_t>(of_owner - module.owners.begin())];
  const StatementId known = std::max(made, passed.loop ? passed.loop->iterations.known : 0);
  if (passed.after != kNewInit && known > passed.after) passed.after = of.classes.end_of_top(call.class_id, known);
  const StatementId init = of.classes.scope_of_init(call.class_id);
  passed.value = of.file.spelled(module.value, init);
  if (passed.loop) passed.value = one_per_iteration(of.file, *passed.loop, passed.value, init);
  return passed;
}

constexpr int kDeepestCalls = 8;  // methods that call methods

std::size_t scope_of_caller(const EditedFile& of, const HelperCall& call) {
  return of.file.scopes().index_of(call.statement);
}

// How often one forward runs methods.
class MethodRuns {
 public:
  explicit MethodRuns(EditedFile& of) : of_(of) {}

  std::size_t of(std::size_t scope, int depth = 0) {
    if (of_.file.scopes().all()[scope].name == "forward" || depth > kDeepestCalls) return 1;
    if (const auto known = known_.find(scope); known != known_.end()) return known->second;
    return known_[scope] = count(scope, depth);
  }

 private:
  std::size_t count(std::size_t scope, int depth) {
    try {
      std::size_t runs = 0;
      for (const HelperCall& call : calls_of_method(of_, scope)) {
        if (site_of(of_.file, call.statement).in_loop) return 1;
        runs += of(scope_of_caller(of_, call), depth + 1);
      }
      return std::max<std::size_t>(runs, 1);
    } catch (const Refusal&) {
      return 1;
    }
  }

  EditedFile& of_;
  std::map<std::size_t, std::size_t> known_;  // by the method's scope
};

// Plans all calls, and those of the callers that one forward runs several times, without changing anything.
void must_take_calls(EditedFile& of, const std::vector<HelperCall>& calls, const PlannedModule& module, int depth = 0) {
  if (depth > kDeepestCalls) throw Refusal{"methods of the class call each other"};
  for (const HelperCall& call : calls) {
    const std::size_t caller = scope_of_caller(of, call);
    if (runs_of_caller(of, call) > 1) {
      if (site_of(of.file, call.statement).in_loop)
        throw Refusal{of.file.scopes().all()[caller].name + " makes the call in a loop, and runs several times"};
      must_take_calls(of, calls_of_method(of, caller), module, depth + 1);
    } else {
      plan_call(of, call, module);
    }
  }
}

// pass_modules for calls that must_take_calls has accepted.
std::string pass_accepted(EditedFile& of, std::size_t scope, const std::vector<HelperCall>& calls,
                          const PlannedModule& module) {
  std::vector<std::string> values;
  for (const HelperCall& call : calls) {
    if (runs_of_caller(of, call) > 1) {
      const std::size_t caller = scope_of_caller(of, call);
      values.push_back(pass_accepted(of, caller, calls_of_method(of, caller), module));
      continue;
    }
    const Passed passed = plan_call(of, call, module);
    const std::string wanted = passed.loop ? plural(module.name) : module.name;
    const std::string attribute = of.classes.new_name({call.class_id}, wanted, 1);
    of.classes.define(call.class_id, passed.after, of.classes.scope_of_init(call.class_id), attribute, passed.value);
    values.push_back(passed.loop ? module_of_iteration(of.file, *passed.loop, attribute, module.name)
                                 : "self." + attribute);
  }
  return pass_values(of.file, scope, calls, module.name, values);
}

}  // namespace

std::vector<HelperCall> calls_of_method(EditedFile& of, std::size_t scope) { return MethodCalls(of, scope).find(); }

std::size_t runs_of_caller(EditedFile& of, const HelperCall& call) {
  return MethodRuns(of).of(scope_of_caller(of, call));
}

std::optional<Loop> loop_around_call(EditedFile& of, const HelperCall& call) {
  const Site site = site_of(of.file, call.statement);
  if (!site.in_loop) return std::nullopt;
  auto loop = loop_of(of, site, call.statement, {call.call});
  const PythonExpressions& tree = of.file.tree_of(call.statement);
  const std::string callee = dotted(tree, tree.nodes[call.call].children[0]);
  if (!loop) throw Refusal{last_part(callee) + " is called in a loop"};
  must_be_free(of.file, *loop);
  return loop;
}

void add_parameter(PythonFile& file, const Scope& function, const std::string& name) {
  const PythonText& python = file.python();
  const auto& tokens = python.statements[function.header].tokens;
  const bool follows_self = takes_self(file, function);
  const std::string& text = python.text;
  // The gap after "self," or the bracket. If it breaks the line, the new parameter gets a line of its own.
  const std::size_t before = follows_self ? tokens[kSelf + 1].end : tokens[2].end;
  const std::size_t next = text.find_first_not_of(" \t\r\n", before);
  const std::string gap = text.substr(before, next - before);
  const bool breaks = gap.find('\n') != std::string::npos && text[next] != '#';
  if (follows_self) {
    file.rewrite().insertions[tokens[kSelf].end] += (breaks ? "," + gap : ", ") + name;
    return;
  }
  const bool has_parameters = python.word(function.header, 3) != ")";
  std::string& added = file.rewrite().insertions[before];
  if (breaks)
    added += gap + name + ",";
  else
    added += (added.empty() || has_parameters ? "" : ", ") + name + (has_parameters ? ", " : "");
}

void add_argument(PythonFile& file, const HelperCall& call, const std::string& argument) {
  std::string& first = file.rewrite_of(call.statement).first_arguments[call.call];
  first += (first.empty() ? "" : ", ") + argument;
}

std::string pass_modules(EditedFile& of, std::size_t scope, const std::vector<HelperCall>& calls,
                         const PlannedModule& module) {
  must_take_calls(of, calls, module);
  return pass_accepted(of, scope, calls, module);
}

std::string pass_values(PythonFile& file, std::size_t scope, const std::vector<HelperCall>& calls,
                        const std::string& wanted, const std::vector<std::string>& values) {
  const Scope& function = file.scopes().all()[scope];
  std::string parameter = wanted;
  for (int n = 2; has_name(file, function, parameter); ++n) parameter = wanted + "_" + std::to_string(n);
  add_parameter(file, function, parameter);
  for (std::size_t i = 0; i < calls.size(); ++i) add_argument(file, calls[i], values[i]);
  return parameter;
}

}  // namespace aimet
