// SPDX-License-Identifier: Apache-2.0
#include "lib/check/own_rule.hpp"

#include <algorithm>
#include <unordered_set>

#include "lib/check/excluded.hpp"
#include "lib/check/pattern_values.hpp"
#include "lib/check/rule_view.hpp"
#include "lib/check/wording.hpp"
#include "lib/model/flow.hpp"
#include "lib/model/usage.hpp"

namespace aimet {
namespace {

class RuleRun {
 public:
  RuleRun(const Model& model, const CheckOptions& options, const Rule& rule)
      : model_(model), rule_(rule), pattern_(rule.match), view_(model, options), calls_(calls_that_ran(model)) {}

  std::vector<Finding> run() {
    if (!pattern_.ops.empty()) {
      by_type();
      by_kind();
    } else if (!pattern_.classes.empty()) {
      by_class();
    } else {
      by_tensor();
    }
    return std::move(findings_);
  }

 private:
  bool is_here(const Module& module) const {
    return pattern_.modules.empty() || is_excluded(module.path, pattern_.modules);
  }
  bool is_of_class(const Module& module) const {
    return pattern_.classes.empty() || class_matches(pattern_.classes, module.type);
  }

  void add(Finding finding, const std::string& place, const std::string& detail) {
    finding.severity = rule_.severity;
    finding.message = rule_.message + ": " + place + (detail.empty() ? "" : "; " + detail);
    finding.help = rule_.help;
    findings_.push_back(std::move(finding));
  }

  void add_op(OpId op, const std::string& detail) {
    const Module& module = model_.module(model_.call(model_.op(op).call).module);
    add(view_.at_op(op), model_.kind(op) + " in " + forward_of(module), detail);
    covered_.insert(op);
  }

  void add_module(ModuleId id, CallId call, const std::string& detail) {
    const Module& module = model_.module(id);
    add(view_.at_module(id, call), module_place(module) + " is a " + module.type, detail);
  }

  void by_type() {
    for (const AimetOp& op : view_.aimet_ops()) {
      const Module& module = model_.module(op.module);
      if (!type_matches(pattern_.ops, op.type) || !is_here(module) || !is_of_class(module)) continue;
      if (op.op == kNone) {
        by_leaf(op);
      } else {
        by_op(op.op);
      }
    }
  }

  void by_leaf(const AimetOp& op) {
    const Call& call = model_.call(op.call);
    const auto cover = [&] {
      for (const OpId covered : call.ops) covered_.insert(covered);
    };
    if (!in_range(pattern_.uses, static_cast<double>(view_.calls_of(call.module)))) return;
    const Match match = module_matches(call.module, call.ops);
    if (match.verdict != Verdict::yes) return;
    cover();
    if (reported_modules_.insert(model_.module(call.module).object).second)
      add_module(call.module, op.call, match.detail);
  }

  // The module's attributes, if the file has kept them, contain what its own ops get as arguments.
  Match module_matches(ModuleId id, IdRange<OpId> ops) const {
    if (!pattern_.where.empty() && !pattern_.asks_for_tensors()) {
      Match match = attributes_match(model_.module(id), pattern_, Quantifier::some);
      if (match.verdict == Verdict::yes) return match;
    }
    return view_.some_op_matches(ops, pattern_);
  }

  void by_op(OpId op) {
    if (covered_.count(op) != 0 || !in_range(pattern_.uses, static_cast<double>(runs(model_, model_.op(op).block))))
      return;
    const Match match = view_.some_op_matches({op, 1}, pattern_);
    if (match.verdict == Verdict::yes) add_op(op, match.detail);
  }

  // A glob with wildcards matches only ops that compute something. Plumbing must be named in full.
  void by_kind() {
    std::vector<std::string> plain;
    for (const std::string& glob : pattern_.ops)
      if (glob.find_first_of("*?[") == std::string::npos) plain.push_back(glob);
    for (const OpId op : model_.ops.ids()) {
      if (!view_.counts(op) || !kind_matches(view_.is_plumbing(op) ? plain : pattern_.ops, model_.kind(op))) continue;
      const Module& module = model_.module(model_.call(model_.op(op).call).module);
      if (is_here(module) && is_of_class(module)) by_op(op);
    }
  }

  void by_class() {
    for (const ModuleId id : model_.modules.ids()) {
      const Module& module = model_.module(id);
      if (module.object != kNone && module.object != id) continue;
      if (!is_of_class(module) || !is_here(module)) continue;
      if (!in_range(pattern_.uses, static_cast<double>(view_.calls_of(id)))) continue;
      by_calls_of(id);
    }
  }

  void by_calls_of(ModuleId id) {
    const std::vector<CallId>& calls = calls_[id];
    for (const CallId call : calls) {
      const Match match = module_matches(id, model_.call(call).ops);
      if (match.verdict == Verdict::yes) return add_module(id, call, match.detail);
    }
    if (!calls.empty()) return;
    const Match match = module_matches(id, {});
    if (match.verdict == Verdict::yes) add_module(id, kNone, match.detail);
  }

  void by_tensor() {
    for (std::size_t i = 0; i < model_.inputs.size(); ++i) by_input(model_.inputs[i], i);
    for (const Module& module : model_.modules) by_parameters(module);
    for (const OpId op : model_.ops.ids()) {
      if (!view_.counts(op) || view_.is_plumbing(op)) continue;
      if (!is_here(model_.module(model_.call(model_.op(op).call).module))) continue;
      if (!in_range(pattern_.uses, static_cast<double>(runs(model_, model_.op(op).block)))) continue;
      by_outputs(op);
    }
  }

  std::optional<Tensor> observed(ValueId id) const {
    for (const ObservationId seen : model_.value(id).observed) {
      const Tensor& tensor = model_.observations[seen];
      if (tensor_matches(pattern_, tensor)) return tensor;
    }
    return std::nullopt;
  }

  void by_input(ValueId input, std::size_t place) {
    const auto tensor = is_here(model_.module(kRootModule)) ? observed(input) : std::nullopt;
    if (!tensor) return;
    const auto& methods = model_.module(kRootModule).methods;
    const bool named = !methods.empty() && place < methods.front().arguments.size();
    const std::string name = named ? methods.front().arguments[place].name : std::to_string(place + 1);
    add(view_.at_module(kRootModule, kNone), "the model's input " + name + " is " + printed(*tensor), "");
  }

  void by_parameters(const Module& module) {
    if (!is_here(module)) return;
    for (const Parameter& parameter : module.parameters) {
      if (!tensor_matches(pattern_, parameter.tensor)) continue;
      Finding finding{};
      finding.module = module.path;
      finding.module_type = module.type;
      const std::string what = parameter.is_buffer ? "the buffer " : "the parameter ";
      add(std::move(finding),
          what + parameter.name + " of " + module_place(module) + " is " + printed(parameter.tensor), "");
    }
  }

  void by_outputs(OpId op) {
    const IdRange<OperandId> outputs = model_.op(op).outputs;
    for (std::int32_t i = 0; i < outputs.count; ++i)
      if (const auto tensor = observed(model_.operand(outputs, i)))
        return add_op(op, "its output is " + printed(*tensor));
  }

  const Model& model_;
  const Rule& rule_;
  const Pattern& pattern_;
  RuleView view_;
  IdVector<ModuleId, std::vector<CallId>> calls_;
  std::unordered_set<OpId> covered_;  // ops with a finding, and ops of a leaf that matched
  std::unordered_set<ModuleId> reported_modules_;
  std::vector<Finding> findings_;
};

}  // namespace

std::vector<Finding> matches_of(const Model& model, const CheckOptions& options, const Rule& rule) {
  return RuleRun(model, options, rule).run();
}

}  // namespace aimet
