// SPDX-License-Identifier: Apache-2.0
#include "lib/suggest/functional_edit.hpp"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "lib/check/python_constant.hpp"
#include "lib/edit/functional_call.hpp"
#include "lib/edit/functional_forms.hpp"
#include "lib/edit/global_pool.hpp"
#include "lib/edit/refusal.hpp"
#include "lib/suggest/calls_of_op.hpp"
#include "lib/suggest/fresh.hpp"
#include "lib/suggest/loop.hpp"
#include "lib/suggest/passed_module.hpp"
#include "lib/suggest/planned_module.hpp"
#include "lib/suggest/site.hpp"
#include "lib/suggest/words.hpp"

namespace aimet {
namespace {

class FunctionalEditor {
 public:
  FunctionalEditor(EditedFile& of, const Group& group)
      : of_(of), file_(of.file), group_(group), finding_(*group.findings.front()) {}

  void edit() {
    must_agree();
    statement_ = file_.statement_of(finding_.sources.front());
    site_ = site_with_static_methods(file_, statement_);
    must_be_of_site();
    StatementRewrite& rewrite = file_.rewrite_of(statement_);
    auto calls = calls_of_op(of_, group_, statement_, site_);
    const bool is_repeated = std::any_of(calls.begin(), calls.end(), [&](const FunctionalCall& call) {
      return rewrite.tree.nodes[call.node].may_repeat;
    });
    if (site_.in_loop || is_repeated) must_fit_loop(calls);
    if (is_repeated && !loop_) throw Refusal{"it is in a comprehension or a lambda, and runs once for each element"};
    must_run_as_often(calls.size());
    for (FunctionalCall& call : calls) {
      must_stay_whole(call);
      if (call.has_open_argument && group_.has_scripted) must_be_traceable(call);
      if (loop_ && !loop_->iterations.index.empty() && !group_.traced_only)
        throw Refusal{"the line is in a loop, and a scripted model cannot select an iteration's module by index"};
      if (needs_differ_ && !is_made_by_source(call))
        throw Refusal{"the calls at this line need modules with different arguments"};
    }
    std::vector<PlannedModule> modules;
    for (const FunctionalCall& call : calls)
      modules.push_back(ModulePlanner{of_, group_, statement_, site_, loop_}.plan(call));
    for (const PlannedModule& module : modules)
      if (group_.only_scriptable && module.value.rfind("torch.nn.", 0) != 0)
        throw Refusal{"AIMET's module cannot be scripted, and a call of the model keeps it from being traced"};
    if (is_done(rewrite, calls)) return;
    if (repeats_.empty()) pass_receiver(file_, site_);
    for (std::size_t i = 0; i < calls.size(); ++i) apply(rewrite, calls[i], modules[i]);
  }

 private:
  const Suggestion* suggestion() const { return finding_.suggestion ? &*finding_.suggestion : nullptr; }

  void must_agree() {
    if (!finding_.op_kind) throw Refusal{"no module with known arguments takes its place"};
    for (const Finding* other : group_.findings) {
      const bool has = other->suggestion.has_value();
      if (has != finding_.suggestion.has_value()) throw Refusal{"the calls at this line need different modules"};
      if (!has) continue;
      if (constructor_of(*other->suggestion) != constructor_of(*finding_.suggestion)) needs_differ_ = true;
      const auto type = [](const Finding& finding) {
        return finding.suggestion->constructor ? finding.suggestion->constructor->type : "";
      };
      if (type(*other) != type(finding_)) throw Refusal{"the calls at this line need different modules"};
      if (other->suggestion->kind != finding_.suggestion->kind)
        throw Refusal{"the line computes with sizes and with tensors"};
      if (other->suggestion->overwritten_line != finding_.suggestion->overwritten_line ||
          other->suggestion->caution != finding_.suggestion->caution)
        throw Refusal{"instances of the class run the line differently"};
      if (other->calls) throw Refusal{"the line runs more than once"};
    }
  }

  void must_be_of_site() {
    if (site_.helper && !group_.traced_only)
      throw Refusal{"the line is in a function, which cannot be passed a module in a scripted model"};
    const Classes& classes = file_.classes();
    for (const Finding* other : group_.findings) {
      const std::string type = last_part(other->module_type);
      const bool fits = std::any_of(site_.owners.begin(), site_.owners.end(), [&](std::size_t owner) {
        if (classes[owner].name == type) return true;
        const auto derived = classes.derived(owner);
        return std::any_of(derived.begin(), derived.end(), [&](std::size_t id) { return classes[id].name == type; });
      });
      if (!fits && !derives_in_another_file(other->module_type))
        throw Refusal{"the line is in " + classes[site_.owners.front()].name + ", and the module is a " + type};
    }
  }

  bool derives_in_another_file(const std::string& type) {
    for (const std::size_t owner : site_.owners) {
      if (file_.others().derives(type, file_.classes()[owner].name)) return true;
    }
    return false;
  }

  std::string functional_name() const { return bare_name(*finding_.op_kind); }

  // Whether the module is constructed with expressions of the source, not with the values that the arguments have in
  // the model.
  static bool is_made_by_source(const FunctionalCall& call) {
    using Form = FunctionalCall::Form;
    return call.form == Form::layer || call.form == Form::passing || call.form == Form::global;
  }

  // Finds the loop around the calls. An op that runs in each iteration needs a module for each, although AIMET may list
  // it only once: what the last iteration computes for a next one is dead.
  void must_fit_loop(const std::vector<FunctionalCall>& calls) {
    std::vector<NodeId> nodes;
    for (const FunctionalCall& call : calls) nodes.push_back(call.node);
    loop_ = loop_of(of_, site_, statement_, nodes);
    const auto header = header_of(file_.python(), statement_);
    const std::string_view head = header ? file_.python().word(*header, 0) : "";
    const bool each_iteration = !calls.empty() && head != "if" && head != "elif" && head != "else";
    if (site_.in_loop && !loop_ && each_iteration) throw Refusal{"the line is in a loop"};
  }

  bool runs_several_times(std::size_t calls) const {
    return std::all_of(group_.per_module.begin(), group_.per_module.end(),
                       [&](const auto& entry) { return entry.second.first % (calls * entry.second.second) == 0; });
  }

  // The calls of the function or method that contains the line, if one forward makes several calls. Each then passes a
  // module. Empty otherwise.
  std::vector<HelperCall> find_repeats(std::size_t calls) {
    if (site_.is_passed || site_.in_loop || loop_ || calls == 0 || !group_.traced_only || !runs_several_times(calls))
      return {};
    if (!site_.helper && !site_.is_static &&
        (file_.scopes().of(statement_).name == "forward" || group_.runs_once(calls)))
      return {};
    auto repeats = site_.helper ? site_.calls : calls_of_method(of_, file_.scopes().index_of(statement_));
    bool is_repeated = !site_.helper;
    for (const auto& [module, findings] : group_.per_module) {
      const auto [count, has_loop] = calls_in(repeats, last_part(group_.class_of_module.at(module)));
      const std::size_t written = calls * findings.second * count;
      if (count == 0 || (has_loop ? findings.first < written : findings.first != written)) return {};
      is_repeated = is_repeated || count > 1 || findings.first > written;  // a loop may call it in one iteration only
    }
    return is_repeated ? repeats : std::vector<HelperCall>{};
  }

  // How often one forward of the class runs the calls (in its own code and in that of its bases), and whether one of
  // them is in a loop.
  std::pair<std::size_t, bool> calls_in(const std::vector<HelperCall>& repeats, const std::string& class_name) {
    const Classes& classes = file_.classes();
    std::pair<std::size_t, bool> found = {0, false};
    for (const HelperCall& call : repeats) {
      const auto derived = classes.derived(call.class_id);
      const bool runs =
          classes[call.class_id].name == class_name ||
          std::any_of(derived.begin(), derived.end(), [&](std::size_t id) { return classes[id].name == class_name; });
      if (!runs) continue;
      found.first += runs_of_caller(of_, call);
      found.second = found.second || site_of(file_, call.statement).in_loop;
    }
    return found;
  }

  void must_run_as_often(std::size_t calls) {
    repeats_ = find_repeats(calls);
    if (!repeats_.empty()) return;
    if (site_.is_static) throw Refusal{"the line is in a method without self"};
    if (calls == 0) throw Refusal{"the line does not contain the op as often as it runs"};
    const std::string& function = file_.scopes().of(statement_).name;
    for (const auto& [module, findings] : group_.per_module) {
      const std::size_t once = calls * findings.second;
      if (!site_.in_loop && function != "forward" && findings.first > once && findings.first % once == 0)
        throw Refusal{function + " runs " + std::to_string(findings.first / once) +
                      " times in one forward, and each time needs a module of its own"};
      if (loop_ ? findings.first % (calls * findings.second) != 0 : findings.first != calls * findings.second)
        throw Refusal{site_.in_loop ? "the line is in a loop" : "the line does not contain the op as often as it runs"};
    }
  }

  void must_stay_whole(FunctionalCall& call) {
    const std::string text = file_.text_of(statement_, call.node);
    if (!call.only_callee && text.find('\n') != std::string::npos && text.find('#') != std::string::npos)
      throw Refusal{"there is a comment within the call"};
    if (call.writes_unnamed) return must_be_made_here();
    if (call.target.empty()) return;
    if (functional_name() == "masked_fill") return copy_if_not_fresh(call);
    if (loop_) throw Refusal{"it writes, in a loop, into a tensor that may have another name"};
    must_be_fresh(file_, statement_, call.target, suggestion()->overwritten_line);
  }

  // A tensor that the statement made and did not name is seen by nothing else.
  void must_be_made_here() const {
    const PythonStatement& statement = file_.python().statements[statement_];
    const int line = suggestion()->overwritten_line;
    if (line < statement.first_line || line > statement.last_line) throw Refusal{"it writes into its input"};
  }

  // The function does not change its input. A module that writes into the input gets a copy if an alias could see the
  // write.
  void copy_if_not_fresh(FunctionalCall& call) {
    bool is_fresh = !loop_;
    try {
      if (is_fresh) must_be_fresh(file_, statement_, call.target, suggestion()->overwritten_line);
    } catch (const Refusal&) {
      is_fresh = false;
    }
    if (!is_fresh) copy_first_argument(file_.tree_of(statement_), call);
    call.target.clear();
  }

  // To the tracer a size is a tensor, which pooling refuses. That may be why the model was scripted. int(...) has the
  // same value when the code runs, and the tracer accepts it.
  void must_be_traceable(FunctionalCall& call) {
    for (std::size_t i = 1; i < call.arguments.size(); ++i) {
      const NodeId argument = call.arguments[i].node;
      const auto sizes = plain_sizes(file_.tree_of(statement_), argument);
      const bool is_attribute = dotted(file_.tree_of(statement_), argument).rfind("self.", 0) == 0;
      if (!group_.traced_only || !pooling_of(functional_name()) || (!sizes && !is_attribute))
        throw Refusal{"an argument is computed in forward, and AIMET's module cannot be scripted as this model is"};
      if (sizes) call.to_number.insert(call.to_number.end(), sizes->begin(), sizes->end());
    }
  }

  bool is_done(const StatementRewrite& rewrite, const std::vector<FunctionalCall>& calls) const {
    std::size_t done = 0;
    for (const FunctionalCall& call : calls) {
      if (call.form == FunctionalCall::Form::assignment) {
        done += rewrite.callee_of_assignment.empty() ? 0 : 1;
        continue;
      }
      if (rewrite.nodes.count(node_of(rewrite, call)) == 0) continue;
      ++done;
    }
    if (done > 0 && done < calls.size()) throw Refusal{"another finding changes the same call"};
    return done > 0;
  }

  static NodeId node_of(const StatementRewrite& rewrite, const FunctionalCall& call) {
    return call.only_callee ? rewrite.tree.nodes[call.node].children[0] : call.node;
  }

  // Defines the module in each owner. Returns the expression that replaces the callee.
  std::string define(const PlannedModule& module) {
    if (!repeats_.empty()) return pass_modules(of_, file_.scopes().index_of(statement_), repeats_, module);
    const std::string name = of_.classes.new_name(site_.owners, loop_ ? plural(module.name) : module.name, 1);
    for (std::size_t i = 0; i < site_.owners.size(); ++i) {
      const std::size_t owner = site_.owners[i];
      const StatementId init = of_.classes.scope_of_init(owner);
      std::string value = file_.spelled(module.value, init);
      if (loop_) value = one_per_iteration(file_, *loop_, value, init);
      of_.classes.define(owner, module.after[i], init, name, value);
    }
    return loop_ ? module_of_iteration(file_, *loop_, name, module.name) : site_.receiver + "." + name;
  }

  void apply(StatementRewrite& rewrite, const FunctionalCall& call, const PlannedModule& module) {
    std::string callee = define(module);
    for (const NodeId size : call.to_number) rewrite.wrappers[size] = "int";
    if (call.form == FunctionalCall::Form::in_place && rewrite.tree.assignment.empty())
      callee.insert(0, call.target + " = ");
    if (call.form == FunctionalCall::Form::assignment)
      rewrite.callee_of_assignment = callee;
    else if (call.only_callee)
      rewrite.nodes[node_of(rewrite, call)] = {callee, {}, true, module.value};
    else
      rewrite.nodes[call.node] = {callee, call.arguments, false, module.value};
  }

  EditedFile& of_;
  PythonFile& file_;
  const Group& group_;
  const Finding& finding_;
  StatementId statement_ = 0;
  Site site_;
  std::optional<Loop> loop_;         // set if the line runs more than once and needs a module per iteration
  std::vector<HelperCall> repeats_;  // the calls of the function, if one forward makes several: each passes a module
  bool needs_differ_ = false;        // instances of the class have different arguments
};

}  // namespace

void edit_functional(EditedFile& of, const Group& group) { FunctionalEditor(of, group).edit(); }

}  // namespace aimet
