// SPDX-License-Identifier: Apache-2.0

// A user's checks for --check-library, built against the installed aimet-validate with the CMakeLists.txt in this
// folder.

#include <algorithm>
#include <stdexcept>
#include <string>
#include <vector>

#include "lib/check/check_library.hpp"
#include "lib/check/wording.hpp"
#include "lib/model/source_lines.hpp"
#include "lib/model/usage.hpp"

namespace {

// The widest kernel, in weights, that our accelerator supports.
constexpr std::int64_t kWidest = 3;

bool is_too_wide(const aimet::Parameter& parameter) {
  const auto& shape = parameter.tensor.shape;
  return parameter.name == "weight" && shape.size() == 4 && std::max(shape[2], shape[3]) > kWidest;
}

std::vector<aimet::Finding> wide_kernel(const aimet::Model& model, const aimet::CheckOptions& /*options*/) {
  const auto calls = aimet::calls_that_ran(model);
  std::vector<aimet::Finding> findings;
  for (const aimet::ModuleId id : model.modules.ids()) {
    const aimet::Module& module = model.module(id);
    const auto wide = std::find_if(module.parameters.begin(), module.parameters.end(), is_too_wide);
    if (wide == module.parameters.end()) continue;
    aimet::Finding finding;
    finding.message = aimet::module_place(module) + " has a kernel of " + std::to_string(wide->tensor.shape[2]) +
                      " by " + std::to_string(wide->tensor.shape[3]);
    finding.help = "use several convolutions of 3 by 3";
    finding.severity = aimet::Severity::warning;
    finding.module = module.path;
    finding.module_type = module.type;
    if (!calls[id].empty()) finding.sources = aimet::call_site(model, calls[id].front());
    findings.push_back(std::move(finding));
  }
  return findings;
}

std::vector<aimet::Finding> broken(const aimet::Model& model, const aimet::CheckOptions& /*options*/) {
  throw std::out_of_range("no module " + std::to_string(model.modules.size()));
}

std::vector<aimet::Check> our_checks() {
  std::vector<aimet::Check> checks = {
      {"wide-kernel", "a convolution is wider than our accelerator takes", aimet::Severity::warning,
       aimet::Needs::module_structure, wide_kernel},
  };
  // For the test that the other checks still run if one throws.
  checks.push_back({"broken-check", "fails", aimet::Severity::note, aimet::Needs::nothing, broken});
  return checks;
}

}  // namespace

AIMET_CHECK_LIBRARY(our_checks)
