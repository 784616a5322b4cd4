#include "checks/missing_module.hpp"

#include <algorithm>
#include <cctype>
#include <string>

#include "checks/replacements.hpp"
#include "lib/check/aimet_graph.hpp"
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

void explain_functional(const Model& model, const AimetRules& rules, const AimetOp& op, Finding& finding) {
  const Replacement replacement = replacement_for(op.type, rules);
  finding.op_kind = model.kind(op.op);
  finding.message = "the op " + op.type + " in " + where(model, op.module) + " " + replacement.reason;
  finding.help = replacement.help;
  finding.sources = user_lines(model, op.op);
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
