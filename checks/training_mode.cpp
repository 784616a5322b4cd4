// SPDX-License-Identifier: Apache-2.0
#include "checks/training_mode.hpp"

#include <algorithm>
#include <iterator>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "lib/check/excluded.hpp"
#include "lib/check/wording.hpp"
#include "lib/model/flow.hpp"
#include "lib/model/source_lines.hpp"
#include "lib/model/usage.hpp"

namespace aimet {
namespace {

// A class of modules that behave differently in training, unless this attribute turns that off.
struct AffectedClass {
  std::string_view name;
  std::string_view attribute;
};

constexpr AffectedClass kAffected[] = {
    {"AlphaDropout", "p"},
    {"BatchNorm1d", "track_running_stats"},
    {"BatchNorm2d", "track_running_stats"},
    {"BatchNorm3d", "track_running_stats"},
    {"Dropout", "p"},
    {"Dropout1d", "p"},
    {"Dropout2d", "p"},
    {"Dropout3d", "p"},
    {"FeatureAlphaDropout", "p"},
    {"GRU", "dropout"},
    {"InstanceNorm1d", "track_running_stats"},
    {"InstanceNorm2d", "track_running_stats"},
    {"InstanceNorm3d", "track_running_stats"},
    {"LSTM", "dropout"},
    {"MultiheadAttention", "dropout"},
    {"RNN", "dropout"},
    {"RReLU", ""},
    {"SyncBatchNorm", "track_running_stats"},
};

// An op with an operand that turns training on: aten/src/ATen/native/native_functions.yaml.
struct TrainingOp {
  std::string_view kind;
  std::int32_t train;
  std::int32_t off;  // the operand that makes training and evaluation the same if it is 0 or None; -1: no such operand
};

constexpr TrainingOp kOps[] = {
    {"aten::dropout", 2, 1},
    {"aten::dropout_", 2, 1},
    {"aten::alpha_dropout", 2, 1},
    {"aten::alpha_dropout_", 2, 1},
    {"aten::feature_dropout", 2, 1},
    {"aten::feature_dropout_", 2, 1},
    {"aten::native_dropout", 2, 1},
    {"aten::feature_alpha_dropout", 2, 1},
    {"aten::batch_norm", 5, 3},
    {"aten::feature_alpha_dropout_", 2, 1},
    {"aten::rrelu", 3, -1},
    {"aten::rrelu_", 3, -1},
    {"aten::lstm", 6, 5},
    {"aten::gru", 6, 5},
    {"aten::rnn_tanh", 6, 5},
    {"aten::rnn_relu", 6, 5},
};

const Constant* attribute(const Module& module, std::string_view name) {
  const auto found = std::find_if(module.attributes.begin(), module.attributes.end(),
                                  [&](const Attribute& attribute) { return attribute.name == name; });
  return found == module.attributes.end() ? nullptr : &found->value;
}

bool is_off(const Constant& constant) {
  switch (constant.kind) {
    case Constant::Kind::none:
      return true;
    case Constant::Kind::boolean:
    case Constant::Kind::integer:
      return constant.integer == 0;
    case Constant::Kind::floating:
      return constant.floating == 0;
    default:
      return false;
  }
}

bool has_buffer(const Module& module) {
  return std::any_of(module.parameters.begin(), module.parameters.end(),
                     [](const Parameter& p) { return p.is_buffer; });
}

// A trace keeps no plain attributes. Running statistics are buffers, which it keeps. The dropout of an LSTM or
// MultiheadAttention is found in the op.
bool differs_in_training(const Module& module) {
  if (module.origin != ClassOrigin::torch_nn) return false;
  const std::string name = class_name(module);
  const auto row =
      std::find_if(std::begin(kAffected), std::end(kAffected), [&](const AffectedClass& c) { return c.name == name; });
  if (row == std::end(kAffected)) return false;
  if (row->attribute == "track_running_stats") return has_buffer(module);
  if (const Constant* value = attribute(module, row->attribute)) return !is_off(*value);
  return row->attribute != "dropout";
}

std::vector<ModuleId> modules_in_training(const Model& model, const CheckOptions& options) {
  const Usage usage = find_usage(model);
  std::vector<ModuleId> modules;
  for (const ModuleId id : model.modules.ids()) {
    const Module& module = model.module(id);
    if (!module.training.value_or(false) || !usage.called[id] || !differs_in_training(module)) continue;
    if (module.object == id && !is_excluded(module.path, options.exclude_modules)) modules.push_back(id);
  }
  return modules;
}

Finding modules_finding(const Model& model, const std::vector<ModuleId>& ids) {
  std::vector<std::string> names;
  for (const ModuleId id : ids)
    names.push_back(model.module(id).path.empty() ? "the model itself" : model.module(id).path);
  Finding finding;
  finding.severity = Severity::warning;
  finding.module = ids.size() == 1 ? model.module(ids.front()).path : "";
  finding.module_type = ids.size() == 1 ? model.module(ids.front()).type : model.modules.front().type;
  finding.message = (model.saved_in_training ? "the file was saved in training mode, in which "
                                             : "the file was saved with some modules in training mode, in which ") +
                    count_of(ids.size(), "module") + (ids.size() == 1 ? " behaves" : " behave") +
                    " differently: " + listed(names) + "; AIMET runs the model in eval mode";
  if (model.form == SourceForm::exported) {
    finding.help = "call model.eval() before torch.export.export, and save again";
    return finding;
  }
  finding.message += ", and so did this program";
  finding.help = "call model.eval() before torch.jit.trace or torch.jit.script, and save again";
  if (model.form == SourceForm::traced) finding.help += "; eval() on the loaded file cannot undo what was traced";
  return finding;
}

bool operand_is(const Model& model, const Op& op, std::int32_t index, bool (*matches)(const Constant&)) {
  if (index < 0 || index >= op.inputs.count) return false;
  const Value& value = model.value(model.operand(op.inputs, index));
  return value.constant != kNone && matches(model.constant(value.constant));
}

bool is_true(const Constant& constant) { return constant.kind == Constant::Kind::boolean && constant.integer != 0; }

bool always_trains(const Model& model, OpId id) {
  const std::string& kind = model.kind(id);
  const auto row =
      std::find_if(std::begin(kOps), std::end(kOps), [&](const TrainingOp& op) { return op.kind == kind; });
  if (row == std::end(kOps)) return false;
  const Op& op = model.op(id);
  return operand_is(model, op, row->train, is_true) && !operand_is(model, op, row->off, is_off);
}

// Whether the module's ops follow self.training: the scripted code of torch.nn's own modules tests it, in whatever
// branch the op is.
bool follows_its_mode(const Module& module) {
  return !module.traced && (module.origin == ClassOrigin::torch_nn || module.origin == ClassOrigin::torch_other);
}

Finding op_finding(const Model& model, OpId id) {
  const Module& module = model.module(model.call(model.op(id).call).module);
  const std::string& kind = model.kind(id);
  Finding finding;
  finding.severity = Severity::warning;
  finding.module = module.path;
  finding.module_type = module.type;
  finding.op_kind = kind;
  finding.sources = user_lines(model, id);
  finding.message = "the op " + kind.substr(kind.rfind(':') + 1) + " in " + forward_of(module) +
                    " is fixed to training behaviour, in eval mode too; AIMET runs the model in eval mode";
  const std::string call = model.form == SourceForm::exported ? "torch.export.export" : "torch.jit.trace";
  finding.help = module.traced ? "call model.eval() before " + call +
                                     "; if the op is a function, pass it "
                                     "training=self.training, or use its torch.nn class"
                               : "pass training=self.training, or use its torch.nn class";
  return finding;
}

}  // namespace

std::vector<Finding> training_mode(const Model& model, const CheckOptions& options) {
  const std::vector<ModuleId> modules = modules_in_training(model, options);
  const std::set<ModuleId> named(modules.begin(), modules.end());
  std::vector<Finding> findings;
  if (!modules.empty()) findings.push_back(modules_finding(model, modules));
  for (const OpId id : model.ops.ids()) {
    if (!always_trains(model, id) || runs(model, model.op(id).block) == 0) continue;
    const ModuleId module = model.call(model.op(id).call).module;
    if (!follows_its_mode(model.module(module)) && named.count(model.module(module).object) == 0)
      findings.push_back(op_finding(model, id));
  }
  return findings;
}

}  // namespace aimet
