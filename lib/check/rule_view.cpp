// SPDX-License-Identifier: Apache-2.0
#include "lib/check/rule_view.hpp"

#include "lib/check/pattern_values.hpp"
#include "lib/check/wording.hpp"
#include "lib/model/flow.hpp"
#include "lib/model/op_name.hpp"
#include "lib/model/source_lines.hpp"
#include "lib/model/usage.hpp"

namespace aimet {

RuleView::RuleView(const Model& model, const CheckOptions& options) : model_(model), calls_(model.modules.size(), 0) {
  std::unordered_set<OpId> seen_ops;
  std::unordered_set<CallId> seen_calls;
  for (AimetOp& op : aimet::aimet_ops(model, aimet_rules(options.aimet_version))) {
    if (op.op != kNone) names_.emplace(op.op, op.name);
    const bool is_new = op.op != kNone ? seen_ops.insert(op.op).second : seen_calls.insert(op.call).second;
    if (is_new) aimet_ops_.push_back(std::move(op));
  }
  const auto calls = calls_that_ran(model);
  for (const ModuleId object : calls.ids())
    for (const CallId call : calls[object]) calls_[object] += runs(model, model.call(call).block);
}

bool RuleView::counts(OpId id) const {
  const OpLiveness& liveness = model_.liveness[id];
  return liveness.executed && (liveness.live || model_.op(id).blocks.count > 0);
}

bool RuleView::is_plumbing(OpId id) const {
  const std::string& kind = model_.kind(id);
  return is_prim(kind) || model_.liveness[id].from_shape;
}

std::int64_t RuleView::calls_of(ModuleId module) const {
  const ModuleId object = model_.module(module).object;
  return calls_[object == kNone ? module : object];
}

Match RuleView::some_op_matches(IdRange<OpId> ops, const Pattern& pattern) const {
  if (pattern.where.empty() && !pattern.asks_for_tensors()) return {};
  for (const OpId op : ops) {
    if (!counts(op)) continue;
    Match arguments = arguments_match(model_, op, pattern, Quantifier::some);
    if (arguments.verdict != Verdict::yes) continue;
    const Match tensors = tensors_match(model_, op, pattern, Quantifier::some);
    if (tensors.verdict != Verdict::yes) continue;
    if (!arguments.detail.empty() && !tensors.detail.empty()) arguments.detail += ", ";
    return {Verdict::yes, arguments.detail + tensors.detail};
  }
  return {Verdict::no, ""};
}

Finding RuleView::at_op(OpId id) const {
  Finding finding;
  const std::string& kind = model_.kind(id);
  const auto name = names_.find(id);
  const Module& module = model_.module(model_.call(model_.op(id).call).module);
  finding.op = name != names_.end() ? name->second : kind.substr(kind.rfind(':') + 1);
  finding.op_kind = kind;
  finding.op_id = id;
  finding.module = module.path;
  finding.module_type = module.type;
  finding.sources = user_lines(model_, id);
  return finding;
}

Finding RuleView::at_module(ModuleId id, CallId call) const {
  Finding finding;
  finding.module = model_.module(id).path;
  finding.module_type = model_.module(id).type;
  if (call != kNone) finding.sources = call_site(model_, call);
  return finding;
}

}  // namespace aimet
