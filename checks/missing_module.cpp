#include "checks/missing_module.hpp"

#include <algorithm>
#include <cctype>
#include <string>

#include "checks/replacements.hpp"
#include "lib/check/aimet_graph.hpp"
#include "lib/check/constructor.hpp"
#include "lib/model/source_lines.hpp"

namespace aimet {
namespace {

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

// AIMET's own spelling is Add, PyTorch's aten::add: either is understood.
bool is_allowed(const CheckOptions& options, const AimetRules& rules, const std::string& type) {
  return std::any_of(options.allowed_ops.begin(), options.allowed_ops.end(),
                     [&](const std::string& allowed) { return lower(op_type(rules, allowed)) == lower(type); });
}

std::string where(const Model& model, ModuleId id) {
  const Module& module = model.module(id);
  return module.path.empty() ? "the model's forward" : "the forward of " + module.path;
}

// How many tensors the op takes: what its module will be called with.
std::string tensors_of(const Model& model, OpId op) {
  const IdRange inputs = model.op(op).inputs;
  int count = 0;
  for (std::int32_t i = 0; i < inputs.count; ++i) {
    const Value& value = model.value(model.operand(inputs, i));
    if (model.type(value.type).kind == TypeKind::tensor && !value.is_attribute && value.constant == kNone) ++count;
  }
  if (count == 2) return "x, y";
  return inputs.count > 1 ? "x, ..." : "x";
}

void suggest(const Model& model, const AimetOp& op, const Replacement& replacement, Finding& finding) {
  std::optional<std::string> constructor;
  const bool is_layer = replacement.kind == ReplacementKind::torch_nn;
  if (is_layer) constructor = constructor_for_op(model, op.op);
  if (replacement.kind == ReplacementKind::elementwise && op.type != "Concat") constructor = replacement.module + "()";
  if (!constructor) return;
  if (op.type == "rsub") return;  // the number comes first, and what it is the file may not say
  const std::string name = "self." + free_name(model, op.module, lower(op.type), 1);
  finding.suggestion =
      Suggestion{name + " = " + *constructor, name + "(" + (is_layer ? "x" : tensors_of(model, op.op)) + ")"};
}

void explain_functional(const Model& model, const AimetRules& rules, const AimetOp& op, Finding& finding) {
  const Replacement replacement = replacement_for(op.type, rules);
  finding.op_kind = model.kind(op.op);
  finding.message = "the op " + op.type + " in " + where(model, op.module) + " " + replacement.reason;
  finding.help = replacement.help;
  finding.sources = user_lines(model, op.op);
  suggest(model, op, replacement, finding);
}

void explain_empty_container(const Model& model, const AimetOp& op, Finding& finding) {
  const std::string path = model.module(model.call(op.call).module).path;
  finding.message = "the empty " + op.type + " " + path + " is called in " + where(model, op.module) +
                    "; AIMET takes an empty container for a missing module";
  finding.help = "use torch.nn.Identity() for " + path;
  finding.sources = call_site(model, op.call);
}

}  // namespace

std::vector<Finding> missing_module(const Model& model, const CheckOptions& options) {
  const AimetRules& rules = aimet_rules(options.aimet_version);
  std::vector<Finding> findings;
  for (const AimetOp& op : aimet_ops(model, rules)) {
    if (op.has_module || is_tolerated(rules, op.type) || is_allowed(options, rules, op.type)) continue;
    Finding finding;
    finding.op = op.name;
    finding.module = model.module(op.module).path;
    finding.module_type = model.module(op.module).type;
    if (op.times > 1) finding.calls = op.times;
    if (op.op == kNone) {
      explain_empty_container(model, op, finding);
    } else {
      explain_functional(model, rules, op, finding);
    }
    findings.push_back(std::move(finding));
  }
  return findings;
}

}  // namespace aimet
