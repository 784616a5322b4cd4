// SPDX-License-Identifier: Apache-2.0
#include "checks/reused_module.hpp"

#include <algorithm>
#include <map>
#include <string>

#include "lib/check/constructor.hpp"
#include "lib/check/suggestion_text.hpp"
#include "lib/check/wording.hpp"
#include "lib/model/source_lines.hpp"
#include "lib/model/usage.hpp"

namespace aimet {
namespace {

struct Uses {
  std::vector<CallId> calls;
  std::int64_t in_a_pass = 0;
};

std::map<ModuleId, Uses> uses_of_leaves(const Model& model) {
  std::map<ModuleId, Uses> uses;
  const IdVector<ModuleId, std::vector<CallId>> calls = calls_that_ran(model);
  for (const ModuleId object : calls.ids()) {
    if (calls[object].empty() || !model.module(object).is_leaf()) continue;
    const std::vector<std::int64_t> in_sample = calls_in_a_pass(model, calls[object]);
    uses[object] = {calls[object], *std::max_element(in_sample.begin(), in_sample.end())};
  }
  return uses;
}

// An exported program does not name the classes of modules that run no op.
std::string class_or_module(const Module& module) { return module.type.empty() ? "module" : class_name(module); }

// The modules whose code makes the calls, each once.
std::vector<ModuleId> owners_of(const Model& model, const Uses& uses) {
  std::vector<ModuleId> owners;
  for (const CallId call : uses.calls) {
    const ModuleId owner = model.call(model.call(call).caller).module;
    if (std::find(owners.begin(), owners.end(), owner) == owners.end()) owners.push_back(owner);
  }
  return owners;
}

// A class attribute or a default argument (act=nn.SiLU()) is one object for all instances. Each instance needs its own
// object; a second one in an owner that calls it once would be wrong.
void suggest_per_owner(const Model& model, const Module& module, const Uses& uses, const std::vector<ModuleId>& owners,
                       Finding& finding) {
  const auto constructor = constructor_for_call(model, uses.calls.front());
  const std::string type = class_or_module(module);
  std::vector<std::string> names;
  for (const ModuleId owner : owners) names.push_back(module_place(model.module(owner)));
  finding.message +=
      "; " + count_of(owners.size(), "module") +
      " share this one object, for example as a class attribute or a default argument: " + listed(names, 3);
  finding.help = "create a " + type + " in the __init__ of each of them" +
                 (constructor ? ": self." + module.name + " = " + constructor_text(*constructor) : "");
  finding.suggestion = Suggestion{};
  finding.suggestion->kind = SuggestionKind::module_per_place;
  if (owners.size() < uses.calls.size()) finding.help += ", and one per call where it is called more than once";
}

// Suggests a module for each call but the first, beside the existing one: self.relu_2 = torch.nn.ReLU(inplace=True).
void suggest(const Model& model, const Module& module, const Uses& uses, Finding& finding) {
  if (const auto owners = owners_of(model, uses); owners.size() > 1 && module.parameters.empty())
    return suggest_per_owner(model, module, uses, owners, finding);
  const std::string type = class_or_module(module);
  const bool in_loop = uses.calls.size() != static_cast<std::size_t>(*finding.calls);
  const bool is_attribute = module.name.find_first_not_of("0123456789") != std::string::npos;
  finding.help = "define one " + type + " per call in __init__ and call each of them once";
  if (module.parent == kNone || in_loop) return;
  Suggestion suggestion;
  if (!is_attribute) {  // an element of an nn.Sequential, which contains it at several places
    suggestion.kind = SuggestionKind::module_per_place;
    if (module.parameters.empty()) finding.suggestion = std::move(suggestion);
    return;
  }
  suggestion.kind = SuggestionKind::module_per_call;
  suggestion.constructor = constructor_for_call(model, uses.calls.front());
  for (std::size_t i = 1; i < uses.calls.size(); ++i)
    suggestion.attributes.push_back(free_name(model, module.parent, module.name, static_cast<int>(i) + 1));
  if (!module.parameters.empty())
    suggestion.caution = "a second " + type + " has its own weights, but this model uses the same weights again";
  finding.suggestion = std::move(suggestion);
}

Finding finding(const Model& model, ModuleId id, const Uses& uses, std::int64_t calls) {
  const Module& module = model.module(id);
  Finding finding;
  finding.module = module.path;
  finding.module_type = module.type;
  finding.calls = calls;
  finding.message = "the module " + module.path + " is called " + std::to_string(calls) +
                    " times in one forward pass; AIMET attaches one set of encodings to a module, so each call needs a "
                    "module of its own";
  suggest(model, module, uses, finding);
  for (const CallId call : uses.calls) {
    for (SourceLocation& line : call_site(model, call)) {
      if (std::find(finding.sources.begin(), finding.sources.end(), line) == finding.sources.end()) {
        finding.sources.push_back(std::move(line));
      }
    }
  }
  return finding;
}

}  // namespace

std::vector<Finding> reused_module(const Model& model, const CheckOptions& /*options*/) {
  std::vector<Finding> findings;
  for (const auto& [id, uses] : uses_of_leaves(model)) {
    if (uses.in_a_pass > 1) findings.push_back(finding(model, id, uses, uses.in_a_pass));
  }
  return findings;
}

}  // namespace aimet
