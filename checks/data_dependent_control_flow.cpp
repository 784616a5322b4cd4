// SPDX-License-Identifier: Apache-2.0
#include "checks/data_dependent_control_flow.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include "lib/check/aimet_rules.hpp"
#include "lib/check/wording.hpp"
#include "lib/model/flow.hpp"
#include "lib/model/source_lines.hpp"
#include "lib/model/tensor_values.hpp"

namespace aimet {
namespace {

// One line of Python: several ops if its module is called more than once.
struct Decision {
  OpId op = kNone;
  bool loop = false;
  std::int64_t when_true = 0;  // how often each branch ran, or how many iterations a loop made, in all samples
  std::int64_t when_false = 0;
  int never = 0;  // the first line of the branch that never ran; 0 if unknown or both ran
};

std::int64_t total_runs(const Model& model, BlockId block) {
  std::int64_t total = 0;
  for (const auto& sample : model.block_runs) total += sample[block];
  return total;
}

// "torch.cond" in an exported program, "" in TorchScript.
std::string function_of(const Model& model, OpId id) {
  const SymbolId name = model.op(id).name;
  return model.form == SourceForm::exported && name != kNone ? model.symbols[name] : "";
}

// torch.map makes an iteration for each slice of a tensor: the tensor's size decides, which a trace fixes as well.
bool is_map(const Model& model, OpId id) { return function_of(model, id) == "torch.map"; }

class Search {
 public:
  explicit Search(const Model& model)
      : model_(model),
        marked_(from_tensor_values(model)),
        torchvision_is_user_(model.modules.front().origin == ClassOrigin::torchvision) {}

  std::vector<Decision> run() {
    for (const OpId id : model_.ops.ids()) {
      const Op& op = model_.op(id);
      if (op.blocks.count == 0 || runs(model_, op.block) == 0) continue;
      const bool loop = model_.kind(id) == "prim::Loop";
      if (is_map(model_, id)) {
        add(id, loop);
        continue;
      }
      if ((loop ? rounds_depend(op) : arm_depends(op)) && !is_library_code(id)) add(id, loop);
    }
    return std::move(decisions_);
  }

 private:
  bool rounds_depend(const Op& loop) const {
    if (marked_[model_.operand(loop.inputs, 0)] || marked_[model_.operand(loop.inputs, 1)]) return true;
    return marked_[model_.operand(model_.block(loop.blocks.first).outputs, 0)];
  }

  bool arm_depends(const Op& branch) const {
    return marked_[model_.operand(branch.inputs, 0)] && !guards_an_error(branch) && !is_truth_value(branch) &&
           has_effect(branch);
  }

  bool guards_an_error(const Op& branch) const {
    for (std::int32_t i = 0; i < branch.blocks.count; ++i) {
      if (contains(branch.blocks[i], [](const std::string& kind) { return kind == "prim::RaiseException"; }))
        return true;
    }
    return false;
  }

  // Whether the branch only computes a boolean (`a and b`, `not a`): part of a condition that is found at its use.
  bool is_truth_value(const Op& branch) const {
    for (std::int32_t i = 0; i < branch.outputs.count; ++i) {
      if (model_.type(model_.value(model_.operand(branch.outputs, i)).type).kind != TypeKind::boolean) return false;
    }
    return branch.outputs.count > 0 && !contains_tensor_op(branch);
  }

  bool contains_tensor_op(const Op& branch) const {
    for (const OpId id : ops_below(branch)) {
      const Op& op = model_.op(id);
      for (std::int32_t i = 0; op.constant == kNone && i < op.outputs.count; ++i) {
        if (contains_tensor(model_, model_.value(model_.operand(op.outputs, i)).type)) return true;
      }
    }
    return false;
  }

  // A branch that only prints or warns has nothing that a trace could freeze.
  bool has_effect(const Op& branch) const {
    if (branch.outputs.count > 0) return true;
    const std::vector<OpId> below = ops_below(branch);
    return std::any_of(below.begin(), below.end(), [&](OpId id) { return writes(model_, id); });
  }

  template <typename Predicate>
  bool contains(BlockId block, Predicate predicate) const {
    for (const OpId id : ops_in(block)) {
      if (predicate(model_.kind(id))) return true;
    }
    return false;
  }

  // The ops below an If or a Loop directly follow it.
  std::vector<OpId> ops_below(const Op& branch) const {
    std::vector<OpId> ops;
    for (OpId id(&branch - model_.ops.data() + 1); id < model_.ops.next_id() && is_below(model_.op(id).block, branch);
         ++id)
      ops.push_back(id);
    return ops;
  }

  std::vector<OpId> ops_in(BlockId block) const {
    std::vector<OpId> ops = ops_below(model_.op(model_.block(block).owner));
    ops.erase(std::remove_if(ops.begin(), ops.end(), [&](OpId id) { return model_.op(id).block != block; }), ops.end());
    return ops;
  }

  bool is_below(BlockId block, const Op& branch) const {
    const OpId owner(&branch - model_.ops.data());
    for (; block != kNone; block = model_.block(block).parent) {
      if (model_.block(block).owner == owner) return true;
    }
    return false;
  }

  // Whether the branch is PyTorch's own code, not the user's: multi_head_attention_forward asserts on its arguments.
  bool is_library_code(OpId id) const {
    const Op& op = model_.op(id);
    if (op.source != kNone && !model_.sources[op.source].empty())
      return is_library_file(model_.sources[op.source].front().file, torchvision_is_user_);
    const Call& call = model_.call(op.call);
    if (call.kind == CallKind::function) return call.name.rfind("torch.", 0) == 0;
    const ClassOrigin origin = model_.module(call.module).origin;
    return origin == ClassOrigin::torch_nn || origin == ClassOrigin::torch_other;
  }

  void add(OpId id, bool loop) {
    const Op& op = model_.op(id);
    Decision& decision = entry(id, loop);
    decision.when_true += total_runs(model_, op.blocks.first);
    if (loop) return;
    const BlockId otherwise = op.blocks[1];
    decision.when_false += total_runs(model_, otherwise);
    if (decision.when_true > 0 && decision.when_false > 0) {
      decision.never = 0;
    } else {
      decision.never = first_line(decision.when_true == 0 ? op.blocks.first : otherwise);
    }
  }

  Decision& entry(OpId id, bool loop) {
    const auto lines = user_lines(model_, id);
    if (!lines.empty()) {
      const auto key = std::make_pair(lines.front().file, lines.front().line);
      const auto [place, is_new] = by_line_.emplace(key, decisions_.size());
      if (!is_new) return decisions_[place->second];
    }
    decisions_.push_back({id, loop, 0, 0, 0});
    return decisions_.back();
  }

  // The block's first line that differs from that of its If; 0 if the file has no such line.
  int first_line(BlockId block) const {
    const auto branch = user_lines(model_, model_.block(block).owner);
    for (const OpId id : ops_in(block)) {
      const auto lines = user_lines(model_, id);
      if (lines.empty() || branch.empty() || lines.front().file != branch.front().file) continue;
      if (lines.front().line != branch.front().line) return lines.front().line;
    }
    return 0;
  }

  const Model& model_;
  IdVector<ValueId, bool> marked_;
  bool torchvision_is_user_;
  std::map<std::pair<std::string, int>, std::size_t> by_line_;
  std::vector<Decision> decisions_;
};

std::string times(std::int64_t count) { return count == 1 ? "once" : std::to_string(count) + " times"; }

std::string line_of_arm(const Decision& decision) {
  return decision.never == 0 ? "" : " (from line " + std::to_string(decision.never) + ")";
}

std::string what_ran(const Model& model, const Decision& decision) {
  if (model.mode == Mode::static_run)
    return std::string("the model was not run, so it is not known ") + (decision.loop ? "how many" : "which");
  if (decision.loop) return "here it made " + count_of(decision.when_true, "iteration");
  if (decision.when_true > 0 && decision.when_false > 0) {
    return "here it was true " + times(decision.when_true) + " and false " + times(decision.when_false);
  }
  const bool was_true = decision.when_true > 0;
  return std::string("here it was always ") + (was_true ? "true" : "false") + "; the branch for " +
         (was_true ? "false" : "true") + line_of_arm(decision) + " never ran in any sample";
}

constexpr const char* kDepends = " depends on the values of a tensor";
constexpr const char* kTraceKeeps = "; torch.jit.trace, and so AIMET, keeps ";

Finding finding(const Model& model, const Decision& decision, const AimetRules& rules) {
  const Module& module = model.module(model.call(model.op(decision.op).call).module);
  Finding finding;
  finding.severity = Severity::warning;
  finding.module = module.path;
  finding.module_type = module.type;
  finding.op_kind = model.kind(decision.op);
  finding.sources = user_lines(model, decision.op);
  if (const std::string function = function_of(model, decision.op); !function.empty()) {
    finding.op_kind = function;
    const std::string place = " in " + forward_of(module);
    if (is_map(model, decision.op))
      finding.message = function + place + " runs its function once for each slice of a tensor" + kTraceKeeps +
                        "the number of slices of its one input";
    else if (decision.loop)
      finding.message = "the number of iterations of " + function + place + kDepends + kTraceKeeps +
                        "the iterations of its one input";
    else
      finding.message = "the branch that " + function + " takes" + place + kDepends + kTraceKeeps +
                        "the branch that its one input takes";
    finding.help = decision.loop ? "loop a fixed number of times, or move the loop out of the model"
                                 : "compute both branches and select with " + std::string(rules.elementwise_module) +
                                       ".Where, or decide outside of the model";
    return finding;
  }
  const std::string subject =
      decision.loop ? "the number of iterations of a loop in " : "the condition of a branch in ";
  finding.message = subject + forward_of(module) + kDepends + kTraceKeeps +
                    (decision.loop ? "the iterations of its one input: " : "the branch that its one input takes: ") +
                    what_ran(model, decision);
  finding.help = decision.loop
                     ? "loop a fixed number of times, or move the loop out of the model"
                     : "compute both branches and select with " + std::string(rules.elementwise_module) +
                           ".Where, or decide outside of the model; if you deploy only one branch, remove the other";
  return finding;
}

}  // namespace

std::vector<Finding> data_dependent_control_flow(const Model& model, const CheckOptions& options) {
  std::vector<Finding> findings;
  for (const Decision& decision : Search(model).run()) {
    findings.push_back(finding(model, decision, aimet_rules(options.aimet_version)));
  }
  return findings;
}

}  // namespace aimet
