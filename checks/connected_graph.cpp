// SPDX-License-Identifier: Apache-2.0
#include "checks/connected_graph.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <string>
#include <string_view>

#include "checks/refused_signature.hpp"
#include "lib/check/aimet_graph.hpp"
#include "lib/check/wording.hpp"
#include "lib/model/flow.hpp"
#include "lib/model/source_lines.hpp"
#include "lib/model/tensor_values.hpp"
#include "lib/model/usage.hpp"

namespace aimet {
namespace {

// Walks the trace as AIMET does.
class Walk {
 public:
  Walk(const Model& model, const AimetRules& rules) : model_(model), first_call_(first_calls(model)) {
    for (const AimetOp& op : aimet_ops(model, rules)) {
      if (op.call != kNone) one_op_.insert(op.call);
    }
  }

  std::vector<Finding> run() {
    may_hold_scripts_ = model_.form == SourceForm::mixed && !is_script(kRootCall);
    visit_children(kRootCall);
    return std::move(findings_);
  }

 private:
  void visit_children(CallId id) {
    if (!visited_.insert(id).second) return;
    for (const CallId child : model_.call(id).children) {
      if (runs(model_, model_.call(child).block) > 0) visit(child);
    }
  }

  void visit(CallId id) {
    const Call& call = model_.call(id);
    if (call.kind != CallKind::forward) return visit_children(id);
    const Module& module = model_.module(call.module);
    if (may_hold_scripts_ && is_script(id)) return script(id);
    if (!call.module_arguments.empty() && model_.module(model_.call(call.caller).module).traced) module_as_argument(id);
    if (one_op_.count(id) != 0) return leaf(id, module);
    const CallId first = first_call_[module.object];
    const CallId read = first == kNone ? id : first;
    if (read != id && inputs_of(read) != inputs_of(id) && is_comparable(read) && is_comparable(id)) arity(id, read);
    visit_children(read);
  }

  bool is_first(const std::string& cause, ModuleId module) {
    return told_.insert({cause, model_.module(module).object}).second;
  }

  void module_as_argument(CallId id) {
    const Call& call = model_.call(id);
    const Module& shared = model_.module(call.module_arguments.front());
    if (!is_first("argument", call.module_arguments.front())) return;
    Finding finding = connected_graph_finding(
        shared,
        "the module " + shared.path + " is used by " + module_place(model_.module(call.module)) +
            " and also belongs to another module; the trace passes it as an argument, which AIMET treats as a tensor",
        "give each of the modules that use " + shared.path + " a " + class_name(shared) + " of its own");
    finding.sources = call_site(model_, id);
    findings_.push_back(std::move(finding));
  }

  // Whether the call's code is a script: its ops have one source line with a column, those of a trace a stack of lines.
  bool is_script(CallId id) const {
    const Call& call = model_.call(id);
    for (const OpId id_of_op : call.ops) {
      const Op& op = model_.op(id_of_op);
      if (op.source == kNone || model_.call(op.call).module != call.module) continue;
      const auto& lines = model_.sources[op.source];
      if (!lines.empty()) return lines.front().column > 0 && model_.call(op.call).kind != CallKind::function;
    }
    return false;
  }

  // A hook of ScriptModule.register_forward_hook runs if the module itself is called, but not if the trace calls it.
  void script(CallId id) {
    const Call& call = model_.call(id);
    if (!is_first("script", call.module)) return;
    const Module& module = model_.module(call.module);
    Finding finding = connected_graph_finding(
        module,
        "the module " + module.path +
            " is a script (torch.jit.script) inside of a model that was traced, and AIMET "
            "cannot put its hooks on a script",
        "use the Python class " + class_name(module) + " itself in " + module.path + ", and trace or script the whole");
    finding.sources = call_site(model_, id);
    findings_.push_back(std::move(finding));
  }

  void arity(CallId id, CallId first) {
    const Call& call = model_.call(id);
    if (!is_first("arity", call.module)) return;
    const Module& module = model_.module(call.module);
    Finding finding = connected_graph_finding(
        module,
        "the module " + module.path + " is called with " + tensors(inputs_of(first)) + " first and with " +
            tensors(inputs_of(id)) + " later, and AIMET reads each call by the graph of the first",
        "define one " + class_name(module) + " per call, or pass the same tensors each time");
    finding.sources = call_site(model_, id);
    add_lines(finding.sources, call_site(model_, first));
    findings_.push_back(std::move(finding));
  }

  static std::string tensors(std::size_t count) { return count_of(count, "tensor"); }

  // The number of tensors that the callee uses. In a trace these are the call's arguments; for a script, counts them.
  std::size_t inputs_of(CallId id) const {
    const Call& call = model_.call(id);
    if (model_.module(call.module).traced) return static_cast<std::size_t>(call.arguments.count);
    std::set<ValueId> used;
    std::set<ValueId> passed;
    for (std::int32_t i = 0; i < call.arguments.count; ++i) passed.insert(model_.operand(call.arguments, i));
    for (const OpId id_of_op : call.ops) {
      const OpLiveness& liveness = model_.liveness[id_of_op];
      const Op& op = model_.op(id_of_op);
      for (std::int32_t k = 0; liveness.executed && liveness.live && k < op.inputs.count; ++k) {
        const ValueId value = model_.operand(op.inputs, k);
        if (passed.count(value) != 0 && contains_tensor(model_, model_.value(value).type)) used.insert(value);
      }
    }
    return used.size();
  }

  // Whether inputs_of() can be compared with that of another call. A script shows fewer tensors inside of tuples, lists
  // and dicts than a trace would, so two calls may be counted differently.
  bool is_comparable(CallId id) const {
    const Call& call = model_.call(id);
    if (model_.module(call.module).traced) return true;
    for (std::int32_t i = 0; i < call.arguments.count; ++i) {
      const Type* type = &model_.type(model_.value(model_.operand(call.arguments, i)).type);
      if (type->kind == TypeKind::optional && !type->elements.empty()) type = &model_.type(type->elements.front());
      if (type->kind == TypeKind::tuple || type->kind == TypeKind::list || type->kind == TypeKind::dict) return false;
    }
    return true;
  }

  // _fill_op_product_graph tests `op.type in 'Conv'`, and _create_param_products_helper looks a type up by name. Both
  // are meant for torch.nn's classes, but match any class of that name.
  void leaf(CallId id, const Module& module) {
    const ClassOrigin origin = module.origin;
    if (origin == ClassOrigin::torch_nn || origin == ClassOrigin::aimet || origin == ClassOrigin::unknown) return;
    const std::string type = class_name(module);
    std::string lacks;
    if (std::string_view("Conv").find(type) != std::string_view::npos && !has(module, "groups") &&
        !(module.traced && convolves(id))) {
      lacks = "groups";
    } else if (is_name_with_parameters(type)) {
      if (!has(module, "weight")) lacks = "weight";
      if (lacks.empty() && !module.traced && !has(module, "bias")) lacks = "bias";
    }
    if (lacks.empty() || !is_first("name", model_.call(id).module)) return;
    Finding finding =
        connected_graph_finding(module,
                                "the class of " + module.path + " is named " + type +
                                    ", so AIMET treats it as a layer of torch.nn, but it has no attribute " + lacks,
                                "rename the class " + type + ", for instance to My" + type + "Block");
    finding.sources = call_site(model_, id);
    findings_.push_back(std::move(finding));
  }

  static bool is_name_with_parameters(const std::string& type) {
    constexpr std::array<std::string_view, 4> kTypes = {"Conv", "ConvTranspose", "BatchNormalization", "Gemm"};
    return std::find(kTypes.begin(), kTypes.end(), type) != kTypes.end();
  }

  static bool has(const Module& module, std::string_view name) {
    return std::any_of(module.attributes.begin(), module.attributes.end(),
                       [&](const Attribute& a) { return a.name == name; }) ||
           std::any_of(module.parameters.begin(), module.parameters.end(),
                       [&](const Parameter& p) { return p.name == name; });
  }

  // A trace keeps no plain attributes. A leaf that convolves is assumed to be a subclass of torch.nn's, which has
  // groups.
  bool convolves(CallId id) const {
    const Call& call = model_.call(id);
    return std::any_of(call.ops.begin(), call.ops.end(),
                       [&](OpId op) { return model_.kind(op).find("conv") != std::string::npos; });
  }

  const Model& model_;
  bool may_hold_scripts_ = false;          // the model is a trace that may contain scripted modules
  IdVector<ModuleId, CallId> first_call_;  // by object
  std::set<CallId> one_op_;
  std::set<CallId> visited_;
  std::set<std::pair<std::string, ModuleId>> told_;
  std::vector<Finding> findings_;
};

}  // namespace

std::vector<Finding> connected_graph(const Model& model, const CheckOptions& options) {
  std::vector<Finding> findings = refused_signature(model);
  for (Finding& finding : Walk(model, aimet_rules(options.aimet_version)).run()) findings.push_back(std::move(finding));
  return findings;
}

}  // namespace aimet
