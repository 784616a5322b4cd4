// SPDX-License-Identifier: Apache-2.0
#include "lib/report/status.hpp"

#include <algorithm>

namespace aimet {

ModelStatus status_of(const ModelReport& report, FailOn fail_on) {
  const auto any_check = [&](auto&& is_such) {
    return std::any_of(report.checks.begin(), report.checks.end(), is_such);
  };
  const bool threw = any_check([](const CheckResult& check) { return check.status == CheckStatus::error; });
  if (report.error || threw) return ModelStatus::error;
  const bool failed =
      any_check([&](const CheckResult& check) { return verdict(check.findings, fail_on) == CheckStatus::failed; });
  return failed ? ModelStatus::failed : ModelStatus::passed;
}

void add_to_summary(Summary& summary, const ModelReport& report) {
  ++summary.models;
  switch (report.status) {
    case ModelStatus::passed:
      ++summary.passed;
      break;
    case ModelStatus::failed:
      ++summary.failed;
      break;
    case ModelStatus::error:
      ++summary.errors;
      break;
  }
  for (const CheckResult& check : report.checks) {
    for (const Finding& finding : check.findings) {
      switch (finding.severity) {
        case Severity::error:
          ++summary.finding_errors;
          break;
        case Severity::warning:
          ++summary.finding_warnings;
          break;
        case Severity::note:
          ++summary.finding_notes;
          break;
      }
    }
  }
}

int exit_status(const Summary& summary) {
  if (summary.errors > 0) return 2;
  return summary.failed > 0 ? 1 : 0;
}

}  // namespace aimet
