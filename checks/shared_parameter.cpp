// SPDX-License-Identifier: Apache-2.0
#include "checks/shared_parameter.hpp"

#include <algorithm>
#include <map>
#include <numeric>
#include <string>
#include <utility>

#include "lib/check/wording.hpp"
#include "lib/model/source_lines.hpp"
#include "lib/model/usage.hpp"

namespace aimet {
namespace {

struct Owner {
  ModuleId module = kNone;
  const Parameter* parameter = nullptr;
};

// Views of different sizes into one storage are different tensors, as in a flat buffer that a trainer cut into
// parameters.
using TensorKey = std::pair<std::int32_t, std::uint64_t>;

// A damaged file may claim any size. Unsigned numbers wrap around on overflow; signed ones must not overflow.
std::uint64_t elements(const Tensor& tensor) {
  return std::accumulate(
      tensor.shape.begin(), tensor.shape.end(), std::uint64_t{1},
      [](std::uint64_t product, std::int64_t size) { return product * static_cast<std::uint64_t>(size); });
}

std::map<TensorKey, std::vector<Owner>> owners_of_tensors(const Model& model, const Usage& usage) {
  std::map<TensorKey, std::vector<Owner>> owners;
  for (const ModuleId id : model.modules.ids()) {
    const Module& module = model.module(id);
    if (module.object != id || !usage.used(id)) continue;
    for (const Parameter& parameter : module.parameters) {
      if (parameter.is_buffer || parameter.storage == kNone) continue;
      std::vector<Owner>& known = owners[{parameter.storage, elements(parameter.tensor)}];
      if (known.empty() || known.back().module != id) known.push_back({id, &parameter});
    }
  }
  return owners;
}

std::string path_of(const Model& model, const Owner& owner) {
  const std::string& path = model.module(owner.module).path;
  return path.empty() ? owner.parameter->name : path + "." + owner.parameter->name;
}

Finding finding(const Model& model, const std::vector<Owner>& owners,
                const IdVector<ModuleId, std::vector<CallId>>& calls) {
  const Module& last = model.module(owners.back().module);
  Finding finding;
  finding.severity = Severity::warning;
  finding.module = last.path;
  finding.module_type = last.type;
  std::vector<std::string> names;
  for (const Owner& owner : owners) {
    names.push_back(path_of(model, owner));
    for (const CallId call : calls[owner.module]) add_lines(finding.sources, call_site(model, call));
  }
  finding.message = listed(names) + " are one tensor; AIMET keeps encodings and adjusts weights module by module, so " +
                    count_of(owners.size(), "module") + " will disagree about it";
  finding.help = "give each module a tensor of its own before quantizing: " + names.back() + " = torch.nn.Parameter(" +
                 names.front() + ".detach().clone())";
  return finding;
}

}  // namespace

std::vector<Finding> shared_parameter(const Model& model, const CheckOptions& /*options*/) {
  const Usage usage = find_usage(model);
  const auto calls = calls_that_ran(model);
  std::vector<Finding> findings;
  for (const auto& [key, owners] : owners_of_tensors(model, usage)) {
    if (owners.size() > 1) findings.push_back(finding(model, owners, calls));
  }
  return findings;
}

}  // namespace aimet
