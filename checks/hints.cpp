// SPDX-License-Identifier: Apache-2.0
#include "checks/hints.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string_view>
#include <utility>

#include "checks/replacements.hpp"
#include "lib/check/aimet_graph.hpp"
#include "lib/check/excluded.hpp"
#include "lib/check/wording.hpp"
#include "lib/model/did_you_mean.hpp"

namespace aimet {
namespace {

template <typename Words>
std::string meant(std::string_view word, const Words& known) {
  const auto near = did_you_mean(word, known);
  return near ? "; did you mean " + *near + "?" : "";
}

// The part before the first wildcard, without trailing dots.
std::string_view plain_part(std::string_view glob) {
  glob = glob.substr(0, glob.find_first_of("*?["));
  return glob.substr(0, glob.find_last_not_of('.') + 1);
}

std::set<std::string> types_of(const Model& model, const AimetRules& rules) {
  std::set<std::string> types;
  for (const AimetOp& op : aimet_ops(model, rules)) types.insert(op.type);
  return types;
}

// nn.DataParallel and DistributedDataParallel put the model into an attribute `module`.
bool is_wrapped_for_parallel_runs(const Model& model) {
  const std::string& type = model.modules.front().type;
  return type.rfind("torch.nn.parallel.", 0) == 0 && type.find("DataParallel") != std::string::npos;
}

// A hint about activations of one class under one name in several modules of one class; nullopt if there are none. If
// they come from a class attribute or a default argument (act=nn.SiLU()), they are one object, which AIMET reports as
// reused, but scripting makes one for each owner. Skips activations that are all called more than once, as in a
// ResNet's blocks: reused-module reports them anyway.
std::optional<std::string> may_be_one_object(const Model& model) {
  if (model.form != SourceForm::scripted) return std::nullopt;
  std::map<std::pair<std::string, std::string>, std::vector<ModuleId>> groups;  // by owner's class, and name and class
  for (const ModuleId id : model.modules.ids()) {
    if (id == kRootModule) continue;
    const Module& leaf = model.module(id);
    const bool is_activation = leaf.type.rfind("torch.nn.modules.activation.", 0) == 0;
    const Module& owner = model.module(leaf.parent);
    if (!is_activation || !leaf.is_leaf() || !leaf.parameters.empty() || owner.origin != ClassOrigin::user) continue;
    groups[{owner.type, leaf.name + " " + leaf.type}].push_back(id);
  }
  IdVector<ModuleId, int> calls(model.modules.size());
  for (const Call& call : model.calls)
    if (call.kind == CallKind::forward) ++calls[call.module];
  const std::vector<ModuleId>* largest = nullptr;
  for (const auto& [key, leaves] : groups) {
    const bool all_reused = std::all_of(leaves.begin(), leaves.end(), [&](ModuleId leaf) { return calls[leaf] > 1; });
    if (!all_reused && leaves.size() > 1 && (largest == nullptr || leaves.size() > largest->size())) largest = &leaves;
  }
  if (largest == nullptr) return std::nullopt;
  const Module& first = model.module(largest->front());
  return "a scripted file does not show whether the " + std::to_string(largest->size()) + " modules " +
         class_name(first) + " called " + first.name + " in " + class_name(model.module(first.parent)) +
         " are one object in Python (a class attribute, a default argument); a traced file does";
}

}  // namespace

std::vector<std::string> hints(const Model& model, const CheckOptions& options) {
  std::vector<std::string> found = model.remarks;
  if (is_wrapped_for_parallel_runs(model))
    found.push_back("the model is wrapped in " + model.modules.front().type +
                    ", and AIMET does not look inside the wrapper: save model.module");
  if (const auto shared = may_be_one_object(model)) found.push_back(*shared);
  std::vector<std::string> paths;
  for (const Module& module : model.modules) paths.push_back(module.path);
  for (const std::string& glob : unmatched_globs(model, options.exclude_modules))
    found.push_back("the exclude '" + glob + "' matches no module of the model" + meant(plain_part(glob), paths));
  if (options.allowed_ops.empty()) return found;

  const AimetRules& rules = aimet_rules(options.aimet_version);
  std::set<std::string> known = types_of(model, rules);
  for (const std::string_view type : replaceable_op_types()) known.insert(op_type(rules, std::string(type)));
  for (const std::string& allowed : options.allowed_ops) {
    const std::string type = op_type(rules, allowed);
    const auto is_it = [&](const std::string& other) { return lower(other) == lower(type); };
    if (std::any_of(known.begin(), known.end(), is_it) || is_tolerated(rules, type)) continue;
    found.push_back("the allowed op '" + allowed + "' is neither an op type of the model nor a known op type" +
                    meant(type, known));
  }
  return found;
}

std::vector<std::string> allowed_ops_that_compute(const CheckOptions& options) {
  const AimetRules& rules = aimet_rules(options.aimet_version);
  const AimetRules& newest = aimet_rules("");  // the replacements are spelled as its op types
  std::vector<std::string> computing;
  for (const std::string& allowed : options.allowed_ops) {
    if (is_tolerated(rules, op_type(rules, allowed))) continue;  // AIMET tolerates it anyway
    const auto types = replaceable_op_types();
    const std::string wanted = lower(op_type(newest, allowed));
    const bool found = std::any_of(types.begin(), types.end(), [&](std::string_view type) {
      return lower(std::string(type)) == wanted && computes(type);
    });
    if (found) computing.push_back(allowed);
  }
  return computing;
}

}  // namespace aimet
