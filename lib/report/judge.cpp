// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "lib/report/report.hpp"

namespace aimet {

void judge(ModelReport& report, FailOn fail_on) {
  const auto& checks = report.checks;
  const bool threw = std::any_of(checks.begin(), checks.end(),
                                 [](const CheckResult& check) { return check.status == CheckStatus::error; });
  const bool failed = std::any_of(checks.begin(), checks.end(), [&](const CheckResult& check) {
    return verdict(check.findings, fail_on) == CheckStatus::failed;
  });
  if (report.error || threw)
    report.status = ModelStatus::error;
  else
    report.status = failed ? ModelStatus::failed : ModelStatus::passed;
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
