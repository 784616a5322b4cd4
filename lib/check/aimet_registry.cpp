// SPDX-License-Identifier: Apache-2.0
#include "lib/check/aimet_registry.hpp"

#include <algorithm>
#include <cctype>
#include <iterator>
#include <string>

#include "lib/check/aimet_rules.hpp"
#include "lib/model/text.hpp"

namespace aimet {
namespace {

constexpr std::string_view kClasses[] = {
#include "lib/check/aimet_classes.inc"
};

// Classes that have a definition since 2.29.0: "out of the box quantization of nn.MultiheadAttention" in its release
// notes. The second is the class of the attention's out_proj.
constexpr std::string_view kAttentionSince = "2.29";
constexpr std::string_view kAttention[] = {"torch.nn.modules.activation.MultiheadAttention",
                                           "torch.nn.modules.linear.NonDynamicallyQuantizableLinear"};

bool is_registered(std::string_view type, std::string_view aimet_version) {
  if (std::binary_search(std::begin(kClasses), std::end(kClasses), type)) return true;
  return is_at_least(aimet_version, kAttentionSince) &&
         std::find(std::begin(kAttention), std::end(kAttention), type) != std::end(kAttention);
}

bool is_number(const std::string& name) {
  return std::all_of(name.begin(), name.end(), [](unsigned char c) { return std::isdigit(c) != 0; });
}

bool has_forward(const Module& module) {
  return std::any_of(module.methods.begin(), module.methods.end(),
                     [](const Method& method) { return method.name.rfind("forward", 0) == 0; });
}

// Whether the module has no forward. In a scripted file, no class has one that does not override nn.Module's forward.
// In other files, recognises a subclass of a torch.nn container without modules: a ParameterList leaves only its
// numbered parameters in the file.
bool has_nothing_to_run(const Model& model, const Module& module) {
  if (has_forward(module)) return false;
  if (model.form == SourceForm::scripted) return true;
  return !module.parameters.empty() && std::all_of(module.parameters.begin(), module.parameters.end(),
                                                   [](const Parameter& p) { return is_number(p.name); });
}

}  // namespace

Conversion conversion(const Model& model, ModuleId id, std::string_view aimet_version) {
  const Module& module = model.module(id);
  if (is_registered(module.type, aimet_version) || module.origin == ClassOrigin::aimet) {
    return module.type == "torch.nn.modules.linear.Identity" ? Conversion::exempt : Conversion::converted;
  }
  if (!module.is_leaf()) return Conversion::looked_into;
  const bool is_container = starts_with(module.type, "torch.nn.modules.container.");
  if (is_container || module.type.empty() || has_nothing_to_run(model, module)) return Conversion::exempt;
  return Conversion::raises;
}

bool is_registered_torch_nn(std::string_view class_name) {
  return std::any_of(std::begin(kClasses), std::end(kClasses), [&](std::string_view known) {
    return known.size() > class_name.size() && known.substr(known.size() - class_name.size()) == class_name &&
           known[known.size() - class_name.size() - 1] == '.';
  });
}

}  // namespace aimet
