// SPDX-License-Identifier: Apache-2.0
#include "checks/unregistered_module.hpp"

#include <algorithm>
#include <map>
#include <string>

#include "checks/quantized_definition.hpp"
#include "checks/same_class.hpp"
#include "lib/check/aimet_registry.hpp"
#include "lib/check/aimet_rules.hpp"
#include "lib/check/excluded.hpp"
#include "lib/check/wording.hpp"
#include "lib/model/source_lines.hpp"
#include "lib/model/usage.hpp"

namespace aimet {
namespace {

// The modules of one class that AIMET does not know: one entry for each object, in the order of the model.
struct Unknown {
  std::string type;
  std::vector<ModuleId> modules;
};

std::vector<Unknown> unknown_classes(const Model& model, const CheckOptions& options) {
  std::vector<Unknown> classes;
  std::map<std::string, std::size_t> place;
  for (const ModuleId id : model.modules.ids()) {
    const Module& module = model.module(id);
    if (module.object != id || conversion(model, id, options.aimet_version) != Conversion::raises) continue;
    if (is_excluded(module.path, options.exclude_modules)) continue;
    const auto [entry, is_new] = place.emplace(module.type, classes.size());
    if (is_new) classes.push_back({module.type, {}});
    classes[entry->second].modules.push_back(id);
  }
  return classes;
}

CallId first_call(const IdVector<ModuleId, std::vector<CallId>>& calls, const Unknown& unknown) {
  for (const ModuleId id : unknown.modules) {
    if (id == kRootModule) return kRootCall;
    const auto& of_module = calls[id];
    if (!of_module.empty()) return of_module.front();
  }
  return kNone;
}

bool is_parametrization(const std::string& type) { return type.rfind("torch.nn.utils.parametriz", 0) == 0; }

std::string help(const Unknown& unknown, const std::string& name, const std::optional<std::string>& same) {
  if (is_parametrization(unknown.type)) {
    return "fold the parametrization into the layer before you pass the model to AIMET: "
           "torch.nn.utils.parametrize.remove_parametrizations(layer, 'weight')";
  }
  const std::string out = "; or, if it needs no quantizers, exclude it with QuantizationMixin.ignore(" + name + ")";
  if (same) {
    return "use " + *same + ", which does the same and which AIMET knows; or register " + name +
           " before you create QuantizationSimModel, as below" + out;
  }
  return "register " + name + " before you create QuantizationSimModel, as below" + out;
}

Finding finding_of(const Model& model, const AimetRules& rules, const Unknown& unknown,
                   const IdVector<ModuleId, std::vector<CallId>>& calls) {
  const Module& first = model.module(unknown.modules.front());
  const CallId call = first_call(calls, unknown);
  Finding finding;
  finding.module = first.path;
  finding.module_type = unknown.type;
  for (const ModuleId id : unknown.modules) {
    finding.modules.push_back(model.module(id).path);
    for (const CallId place : calls[id]) add_lines(finding.sources, call_site(model, place));
  }
  const std::size_t count = unknown.modules.size();
  const std::string who = count == 1 ? module_place(first) + " is" : "the modules " + listed(finding.modules) + " are";
  finding.message = who + " of the class " + unknown.type +
                    ", for which AIMET has no quantized definition; QuantizationSimModel raises for it";
  const auto same = call == kNone ? std::nullopt : class_that_does_the_same(model, rules, call);
  finding.help = help(unknown, class_name(first), same);
  if (!is_parametrization(unknown.type)) finding.snippet = quantized_definition(model, unknown.modules.front(), call);
  return finding;
}

}  // namespace

std::vector<Finding> unregistered_module(const Model& model, const CheckOptions& options) {
  const AimetRules& rules = aimet_rules(options.aimet_version);
  const auto calls = calls_that_ran(model);
  std::vector<Finding> findings;
  for (const Unknown& unknown : unknown_classes(model, options))
    findings.push_back(finding_of(model, rules, unknown, calls));
  return findings;
}

}  // namespace aimet
