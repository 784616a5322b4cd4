// SPDX-License-Identifier: Apache-2.0
#include "lib/suggest/calls_of_op.hpp"

#include <algorithm>
#include <iterator>
#include <optional>
#include <string>

#include "lib/check/python_constant.hpp"
#include "lib/edit/refusal.hpp"
#include "lib/suggest/loop.hpp"
#include "lib/suggest/planned_module.hpp"
#include "lib/suggest/words.hpp"

namespace aimet {
namespace {

class CallsOfOp {
 public:
  CallsOfOp(EditedFile& of, const Group& group, StatementId statement, const Site& site)
      : of_(of), file_(of.file), group_(group), finding_(*group.findings.front()), statement_(statement), site_(site) {}

  std::vector<FunctionalCall> find() const {
    Functional functional;
    functional.op = bare_name(*finding_.op_kind);
    functional.in_place = finding_.op_kind->back() == '_' && functional.op.back() != '_';
    FunctionalFinder finder(file_.tree_of(statement_), file_.scopes(), statement_,
                            [this](const std::string& name) { return function_of_attribute(name); });
    if (suggestion() == nullptr || !suggestion()->constructor) return find_without_suggestion(finder, functional);
    const Constructor& constructor = *suggestion()->constructor;
    functional.is_layer = constructor.type.rfind("torch.nn.", 0) == 0;
    functional.has_passing = !suggestion()->passing.empty();
    functional.writes_result = !constructor.arguments.empty() && constructor.arguments.back().name == "inplace";
    functional.copies_input = functional.op == "masked_fill" && suggestion()->overwritten_line == 0;
    // A function that takes weights keeps them where they are, so it is replaced by AIMET's module with the same
    // arguments.
    functional.prefers_passing = functional.has_passing && functional.is_layer && has_weights(functional.op);
    if (!suggestion()->caution.empty() && !functional.prefers_passing) throw Refusal{suggestion()->caution};
    auto calls = without_plain_divisions(finder.find(functional));
    const bool unstable = std::any_of(calls.begin(), calls.end(), [&](const FunctionalCall& call) {
      return call.form == FunctionalCall::Form::layer &&
             !ModulePlanner{of_, group_, statement_, site_, no_loop_}.stable_place(call, site_.owners.front());
    });
    if (!unstable) return calls;
    if (!functional.has_passing) throw Refusal{"an argument of the call is not fixed in __init__"};
    functional.prefers_passing = true;
    return finder.find(functional);
  }

 private:
  // The function that __init__ assigns to self.NAME, if nothing else may assign another one.
  std::string function_of_attribute(const std::string& name) const {
    if (site_.helper || site_.owners.size() != 1) return "";
    const auto definition = of_.classes.definition_of(site_.owners.front(), name);
    if (!definition || of_.classes.is_used_otherwise(site_.owners.front(), name)) return "";
    const PythonExpressions& tree = file_.tree_of(*definition);
    if (tree.roots.size() != 2 || tree.assignment != "=") return "";
    const std::string path = file_.scopes().resolved(*definition, dotted(tree, tree.roots.back()));
    return path.rfind("torch.", 0) == 0 ? path : "";
  }

  // A function that runs several ops can have an AIMET module although this one of its ops has none.
  static std::vector<FunctionalCall> find_without_suggestion(FunctionalFinder& finder, const Functional& functional) {
    std::vector<FunctionalCall> calls;
    try {
      calls = finder.find(functional);
    } catch (const Refusal&) {  // about a call that runs only this op
    }
    calls.erase(std::remove_if(calls.begin(), calls.end(),
                               [](const auto& call) { return call.composite.empty() && call.constructor.empty(); }),
                calls.end());
    if (calls.empty()) throw Refusal{"no module with known arguments takes its place"};
    return calls;
  }

  // 2 / x runs mul too. 2 / math.pi, and self.weight / x with a tensor, do not, but look the same.
  std::vector<FunctionalCall> without_plain_divisions(std::vector<FunctionalCall> calls) const {
    if (bare_name(*finding_.op_kind) != "mul") return calls;
    std::vector<FunctionalCall> plain;
    std::copy_if(calls.begin(), calls.end(), std::back_inserter(plain),
                 [](const FunctionalCall& call) { return call.composite.empty(); });
    return plain.empty() || group_.runs_once(calls.size()) ? calls : plain;
  }

  const Suggestion* suggestion() const { return finding_.suggestion ? &*finding_.suggestion : nullptr; }
  static bool has_weights(const std::string& op) { return op == "linear"; }

  EditedFile& of_;
  PythonFile& file_;
  const Group& group_;
  const Finding& finding_;
  StatementId statement_;
  const Site& site_;
  const std::optional<Loop> no_loop_;  // ModulePlanner::stable_place does not depend on the loop
};

}  // namespace

std::vector<FunctionalCall> calls_of_op(EditedFile& of, const Group& group, StatementId statement, const Site& site) {
  return CallsOfOp(of, group, statement, site).find();
}

}  // namespace aimet
