// SPDX-License-Identifier: Apache-2.0
#include "checks/refused_signature.hpp"

#include <algorithm>
#include <utility>

#include "lib/check/wording.hpp"

namespace aimet {
namespace {

constexpr const char* kOpening = "AIMET cannot build its connected graph: ";

enum class Output { fine, dict, list_of_others, other };

bool is_number(const Type& type) {
  return type.kind == TypeKind::integer || type.kind == TypeKind::floating || type.kind == TypeKind::boolean ||
         type.kind == TypeKind::complex || type.kind == TypeKind::string || type.kind == TypeKind::device;
}

// None is accepted: code under torch.jit.is_scripting() often returns it where Python returns only tensors.
Output check_output(const Model& model, TypeId id) {
  const Type& type = model.type(id);
  switch (type.kind) {
    case TypeKind::dict:
      return Output::dict;
    case TypeKind::optional:
      return type.elements.empty() ? Output::fine : check_output(model, type.elements.front());
    case TypeKind::list: {
      if (type.elements.empty()) return Output::fine;
      const TypeKind element = model.type(type.elements.front()).kind;
      return element == TypeKind::tensor || element == TypeKind::optional ? Output::fine : Output::list_of_others;
    }
    case TypeKind::tuple:
      for (const TypeId element : type.elements) {
        const Output found = check_output(model, element);
        if (found != Output::fine) return found;
      }
      return Output::fine;
    default:
      return is_number(type) || type.kind == TypeKind::other ? Output::other : Output::fine;
  }
}

Finding output_finding(const Model& model, ValueId output, Output found) {
  const Module& root = model.modules.front();
  const std::string& type = model.type(model.value(output).type).text;
  Finding finding;
  if (found == Output::dict) {
    finding = connected_graph_finding(root,
                                      "the model returns " + type +
                                          ", and torch.jit.trace, as AIMET calls it, refuses a dict among the "
                                          "outputs",
                                      "return the tensors as a tuple, and name them outside of the model");
  } else if (found == Output::list_of_others) {
    finding = connected_graph_finding(
        root, "the model returns " + type + ", and torch.jit.trace accepts only lists of tensors",
        "return the tensors in one flat tuple, and sort them into structures outside of the model");
  } else {
    finding = connected_graph_finding(root, "the model returns " + type + ", and torch.jit.trace accepts only tensors",
                                      "return only tensors, and compute the rest outside of the model");
  }
  finding.sources = lines_of_value(model, output);
  return finding;
}

const Method* method_named(const Module& module, const std::string& name) {
  const auto found = std::find_if(module.methods.begin(), module.methods.end(),
                                  [&](const Method& method) { return method.name == name; });
  return found == module.methods.end() ? nullptr : &*found;
}

void check_outputs(const Model& model, std::vector<Finding>& findings) {
  const Method* forward = method_named(model.modules.front(), "forward");
  if (forward != nullptr && forward->returns != kNone && model.type(forward->returns).kind == TypeKind::none) {
    findings.push_back(connected_graph_finding(model.modules.front(),
                                               "the model returns nothing, and torch.jit.trace asks for tensors",
                                               "return the tensors that the model computes"));
    return;
  }
  for (const ValueId output : model.outputs) {
    const Output found = check_output(model, model.value(output).type);
    if (found != Output::fine) findings.push_back(output_finding(model, output, found));
  }
}

void check_inputs(const Model& model, std::vector<Finding>& findings) {
  const Module& root = model.modules.front();
  const Method* forward = method_named(root, "forward");
  if (forward == nullptr) return;
  for (const Argument& argument : forward->arguments) {
    if (model.form == SourceForm::exported) continue;  // whether the argument has a default is not known
    if (argument.has_default || !is_number(model.type(argument.type))) continue;
    findings.push_back(connected_graph_finding(root,
                                               "the model requires the argument " + argument.name + " of type " +
                                                   model.type(argument.type).text +
                                                   ", and torch.jit.trace accepts only tensors",
                                               "give " + argument.name + " a default value, or set it in __init__"));
  }
}

}  // namespace

Finding connected_graph_finding(const Module& module, const std::string& why, std::string help) {
  Finding finding;
  finding.module = module.path;
  finding.module_type = module.type;
  finding.message = kOpening + why;
  finding.help = std::move(help);
  return finding;
}

std::vector<Finding> refused_signature(const Model& model) {
  std::vector<Finding> findings;
  check_inputs(model, findings);
  check_outputs(model, findings);
  return findings;
}

}  // namespace aimet
