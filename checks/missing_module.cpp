// SPDX-License-Identifier: Apache-2.0
#include "checks/missing_module.hpp"

#include <algorithm>
#include <string>
#include <unordered_map>

#include "checks/functional_remedy.hpp"
#include "checks/replacements.hpp"
#include "lib/check/aimet_graph.hpp"
#include "lib/check/exported_ops.hpp"
#include "lib/check/wording.hpp"
#include "lib/model/source_lines.hpp"

namespace aimet {
namespace {

// The module, `id` or above, that has a tensor which torch.nn.utils.parametrize computes anew in each forward; kNone if
// there is none.
ModuleId parametrized(const Model& model, ModuleId id) {
  for (; id != kNone; id = model.module(id).parent) {
    if (model.module(id).type.find("torch.nn.utils.parametrize.Parametrized") != std::string::npos) return id;
  }
  return kNone;
}

ModuleId child_named(const Model& model, ModuleId parent, const std::string& name) {
  const auto& children = model.module(parent).children;
  const auto found =
      std::find_if(children.begin(), children.end(), [&](ModuleId child) { return model.module(child).name == name; });
  return found == children.end() ? kNone : *found;
}

// AIMET needs the layer itself: no module that the user could define replaces these ops.
void explain_parametrization(const Model& model, ModuleId id, Finding& finding) {
  const std::string& path = model.module(id).path;
  const std::string owner = path.empty() ? "model" : "model." + path;
  std::string folds;
  const ModuleId lists = child_named(model, id, "parametrizations");
  for (const ModuleId list : lists == kNone ? std::vector<ModuleId>{} : model.module(lists).children) {
    folds += (folds.empty() ? "" : "; ") + ("torch.nn.utils.parametrize.remove_parametrizations(" + owner + ", '") +
             model.module(list).name + "')";
  }
  finding.message += "; it belongs to the parametrization of " + (path.empty() ? std::string("the model") : path);
  finding.help = "fold the parametrization into the layer before you pass the model to AIMET" +
                 (folds.empty() ? "" : ": " + folds);
}

// A trace contains arithmetic on sizes as ops on tensors. AIMET lists them, though there is no tensor to quantize.
void explain_size_arithmetic(const Model& model, const AimetOp& op, Finding& finding) {
  finding.message = "the op " + op.type + " in " + forward_of(model.module(op.module)) +
                    " computes with the size of a tensor; AIMET lists it, though there is no tensor to quantize";
  finding.help =
      "leave the arithmetic out of the trace: compute the size in __init__, use -1 or flatten, or put int(...) "
      "around the size, so that the trace keeps a constant; or accept the op with --allow-op " +
      op.type;
}

void explain_functional(const Model& model, const AimetOp& op, const Replacement& replacement,
                        FunctionalRemedies& remedies, Finding& finding) {
  finding.op_kind = model.kind(op.op);
  finding.op_id = op.op;
  finding.message = "the op " + op.type + " in " + forward_of(model.module(op.module)) + " " + replacement.reason;
  finding.help = replacement.help;
  finding.sources = user_lines(model, op.op);
  if (const ModuleId owner = parametrized(model, op.module); owner != kNone) {
    explain_parametrization(model, owner, finding);
  } else if (model.liveness[op.op].from_shape) {
    explain_size_arithmetic(model, op, finding);
    finding.suggestion = remedies.remedy(op, replacement, finding.sources);
  } else {
    finding.suggestion = remedies.remedy(op, replacement, finding.sources);
    // AIMET has one name for all convolutions; the weight shows which layer it is.
    if (replacement.kind == ReplacementKind::torch_nn && finding.suggestion && finding.suggestion->constructor &&
        finding.suggestion->constructor->type.rfind("torch.nn.", 0) == 0 &&
        finding.suggestion->constructor->type != replacement.module)
      finding.help = define_and_call(finding.suggestion->constructor->type);
  }
}

void explain_empty_container(const Model& model, const AimetOp& op, Finding& finding) {
  const Module& container = model.module(model.call(op.call).module);
  const std::string& path = container.path;
  finding.message = "the empty " + op.type + " " + path + " is called in " + forward_of(model.module(op.module)) +
                    "; AIMET treats an empty container as a missing module";
  finding.help = "use torch.nn.Identity() for " + path;
  finding.sources = call_site(model, op.call);
  if (container.parent == kNone || model.module(container.parent).path != finding.module) return;
  Suggestion suggestion;
  suggestion.kind = SuggestionKind::other_module;
  suggestion.attributes = {container.name};
  suggestion.constructor = Constructor{"torch.nn.Identity", {}};
  finding.suggestion = std::move(suggestion);
}

// "relu" for torch.relu and F.relu, if a module can replace the function; "" for any other name.
std::string op_of_function(const std::string& function, const AimetRules& rules) {
  const std::size_t dot = function.rfind('.');
  const std::string space = function.substr(0, dot);
  constexpr std::string_view kSpaces[] = {"torch", "F", "functional", "nn.functional", "torch.nn.functional"};
  if (std::find(std::begin(kSpaces), std::end(kSpaces), space) == std::end(kSpaces)) return "";
  const auto traced = traced_kind("aten::" + function.substr(dot + 1));
  const std::string type = traced ? op_type(rules, *traced) : "";
  const ReplacementKind kind = replacement_for(type, rules).kind;
  return kind == ReplacementKind::torch_nn || kind == ReplacementKind::elementwise ? type : "";
}

// A scripted file contains the torch.jit.is_scripting() branch. AIMET runs Python and takes the other branch.
// `free` is the first number that no op of the graph has.
std::vector<Finding> in_python_alone(const Model& model, const CheckOptions& options, const AimetRules& rules,
                                     std::size_t free) {
  std::vector<Finding> findings;
  for (const PythonCall& call : model.python_calls) {
    const std::string type = op_of_function(call.function, rules);
    if (type.empty() || is_tolerated(rules, type) || is_passthrough(rules, type) ||
        is_allowed(options.allowed_ops, rules, type))
      continue;
    Finding finding;
    finding.op = type + "_" + std::to_string(free + findings.size());
    if (rules.prints_op_type) finding.op_type = type;
    finding.module = model.module(call.module).path;
    finding.module_type = model.module(call.module).type;
    finding.message =
        "the function " + call.function + " in " + forward_of(model.module(call.module)) +
        " runs only if torch.jit.is_scripting() is false: this file contains the other branch, but AIMET runs this one";
    finding.help = replacement_for(type, rules).help + "; trace the model to have all of that branch judged";
    finding.sources = {call.line};
    findings.push_back(std::move(finding));
  }
  return findings;
}

}  // namespace

std::vector<Finding> missing_module(const Model& model, const CheckOptions& options) {
  const AimetRules& rules = aimet_rules(options.aimet_version);
  FunctionalRemedies remedies(model);
  std::unordered_map<std::string, Replacement> replacements;  // by type: a model has few types, and many ops of each
  std::vector<Finding> findings;
  const std::vector<AimetOp> ops = aimet_ops(model, rules);
  for (const AimetOp& op : ops) {
    if (op.has_module || is_tolerated(rules, op.type) || is_allowed(options.allowed_ops, rules, op.type)) continue;
    Finding finding;
    finding.op = op.name;
    if (rules.prints_op_type) finding.op_type = op.type;
    finding.module = model.module(op.module).path;
    finding.module_type = model.module(op.module).type;
    if (op.times > 1) finding.calls = op.times;
    if (op.op == kNone) {
      explain_empty_container(model, op, finding);
    } else {
      const auto [replacement, is_new] = replacements.try_emplace(op.type);
      if (is_new) replacement->second = replacement_for(op.type, rules);
      explain_functional(model, op, replacement->second, remedies, finding);
    }
    findings.push_back(std::move(finding));
  }
  const std::size_t free = 2 * ops.size();  // an op takes at most two numbers: its own, and that of a NumToTensor
  for (Finding& finding : in_python_alone(model, options, rules, free)) findings.push_back(std::move(finding));
  return findings;
}

}  // namespace aimet
