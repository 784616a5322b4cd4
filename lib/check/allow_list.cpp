// SPDX-License-Identifier: Apache-2.0

// Finds the ops that no pattern of "allow" matches.

#include "lib/check/allow_list.hpp"

#include <algorithm>
#include <unordered_set>

#include "lib/check/excluded.hpp"
#include "lib/check/pattern_values.hpp"
#include "lib/check/rule_view.hpp"
#include "lib/check/wording.hpp"
#include "lib/model/flow.hpp"
#include "lib/model/tensor_values.hpp"

namespace aimet {
namespace {

class AllowRun {
 public:
  AllowRun(const Model& model, const CheckOptions& options, const std::vector<Pattern>& allowed)
      : model_(model), allowed_(allowed), view_(model, options) {
    for (const AimetOp& op : view_.aimet_ops())
      if (op.op == kNone)
        leaf_of_call_.insert(op.call);
      else
        types_.emplace(op.op, op.type);
  }

  std::vector<Finding> run() {
    for (const OpId op : model_.ops.ids()) {
      if (view_.counts(op) && !view_.is_plumbing(op) && makes_tensors(op)) check(op);
    }
    return std::move(findings_);
  }

 private:
  bool makes_tensors(OpId id) const {
    const IdRange<OperandId> outputs = model_.op(id).outputs;
    for (std::int32_t i = 0; i < outputs.count; ++i)
      if (contains_tensor(model_, model_.value(model_.operand(outputs, i)).type)) return true;
    return false;
  }

  // Reports the op unless a pattern allows it. Of the patterns that name the op, the finding describes one that may
  // match, else the first one that does not match.
  void check(OpId op) {
    Match best{Verdict::no, ""};
    for (const Pattern& pattern : allowed_) {
      if (!is_named(op, pattern)) continue;
      const Match match = conditions(op, pattern);
      if (match.verdict == Verdict::yes) return;
      if (match.verdict == Verdict::unknown || best.detail.empty()) best = match;
    }
    Finding finding = view_.at_op(op);
    const std::string place = model_.kind(op) + " in " + forward_of(model_.module(module_of(op)));
    if (best.verdict == Verdict::unknown) {
      finding.severity = Severity::note;
      finding.message = "it is not known whether the target supports " + place + why(best);
      finding.help = "give the inputs of the model, or look at the line";
    } else {
      finding.message =
          place + (best.detail.empty() ? " is not listed in \"allow\"" : " is not allowed in this form" + why(best));
      finding.help = "write it with ops that the target supports, or add it to \"allow\" in the config";
    }
    findings_.push_back(std::move(finding));
  }

  static std::string why(const Match& match) { return match.detail.empty() ? "" : ": " + match.detail; }
  ModuleId module_of(OpId op) const { return model_.call(model_.op(op).call).module; }

  bool is_named(OpId op, const Pattern& pattern) const {
    if (!pattern.modules.empty() && !is_excluded(model_.module(module_of(op)).path, pattern.modules)) return false;
    if (!pattern.ops.empty() && !is_op_of(op, pattern)) return false;
    return pattern.classes.empty() || is_below(op, pattern.classes);
  }

  bool is_op_of(OpId op, const Pattern& pattern) const {
    if (kind_matches(pattern.ops, model_.kind(op))) return true;
    const auto type = types_.find(op);
    if (type != types_.end()) return type_matches(pattern.ops, type->second);
    for (CallId call = model_.op(op).call; call != kNone; call = model_.call(call).caller)
      if (leaf_of_call_.count(call) != 0)
        return type_matches(pattern.ops, class_name(model_.module(model_.call(call).module)));
    return false;
  }

  bool is_below(OpId op, const std::vector<std::string>& classes) const {
    for (CallId call = model_.op(op).call; call != kNone; call = model_.call(call).caller)
      if (class_matches(classes, model_.module(model_.call(call).module).type)) return true;
    return false;
  }

  Match conditions(OpId op, const Pattern& pattern) const {
    const std::int64_t times = runs(model_, model_.op(op).block);
    if (!in_range(pattern.uses, static_cast<double>(times)))
      return {Verdict::no, "it runs " + std::to_string(times) + " times"};
    Match arguments = arguments_match(model_, op, pattern, Quantifier::every);
    if (arguments.verdict == Verdict::no) return arguments;
    Match tensors = tensors_match(model_, op, pattern, Quantifier::every);
    if (tensors.verdict != Verdict::yes) return tensors;
    return arguments;
  }

  const Model& model_;
  const std::vector<Pattern>& allowed_;
  RuleView view_;
  std::unordered_set<CallId> leaf_of_call_;
  std::unordered_map<OpId, std::string> types_;
  std::vector<Finding> findings_;
};

}  // namespace

std::vector<Finding> not_allowed(const Model& model, const CheckOptions& options, const std::vector<Pattern>& allowed) {
  return AllowRun(model, options, allowed).run();
}

}  // namespace aimet
