// SPDX-License-Identifier: Apache-2.0
#include "lib/check/verdict.hpp"

#include <algorithm>

namespace aimet {

bool reaches(Severity severity, FailOn fail_on) {
  switch (fail_on) {
    case FailOn::error:
      return severity == Severity::error;
    case FailOn::warning:
      return severity != Severity::note;
    case FailOn::never:
      return false;
  }
  return false;
}

CheckStatus verdict(const std::vector<Finding>& findings, FailOn fail_on) {
  const bool fails = std::any_of(findings.begin(), findings.end(),
                                 [&](const Finding& finding) { return reaches(finding.severity, fail_on); });
  return fails ? CheckStatus::failed : CheckStatus::passed;
}

}  // namespace aimet
