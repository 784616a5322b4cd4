// SPDX-License-Identifier: Apache-2.0
#include <string>
#include <vector>

#include "lib/report/report.hpp"
#include "lib/report/status.hpp"
#include "tests/support/catch.hpp"

using namespace aimet;

namespace {

ModelReport report_with(const std::vector<Severity>& severities) {
  ModelReport report;
  report.checks.resize(1);
  for (const Severity severity : severities) {
    report.checks[0].findings.emplace_back();
    report.checks[0].findings.back().severity = severity;
  }
  return report;
}

ModelStatus status_of_report(ModelReport report, FailOn fail_on) {
  report.status = status_of(report, fail_on);
  return report.status;
}

}  // namespace

TEST_CASE("a file fails when a finding reaches --fail-on") {
  struct Row {
    std::vector<Severity> findings;
    ModelStatus on_error, on_warning, never;
  };
  constexpr auto kPassed = ModelStatus::passed, kFailed = ModelStatus::failed;
  const Row row = GENERATE(values<Row>({
      {{}, kPassed, kPassed, kPassed},
      {{Severity::note}, kPassed, kPassed, kPassed},
      {{Severity::note, Severity::warning}, kPassed, kFailed, kPassed},
      {{Severity::warning, Severity::error}, kFailed, kFailed, kPassed},
  }));
  CHECK(status_of_report(report_with(row.findings), FailOn::error) == row.on_error);
  CHECK(status_of_report(report_with(row.findings), FailOn::warning) == row.on_warning);
  CHECK(status_of_report(report_with(row.findings), FailOn::never) == row.never);
}

TEST_CASE("a file that could not be validated is an error, findings or not") {
  ModelReport report = report_with({Severity::error});
  report.error = ReportError{ErrorKind::run_failed, "it raised"};
  CHECK(status_of_report(report, FailOn::never) == ModelStatus::error);
}

TEST_CASE("a check that threw makes the file an error; a skipped one does not") {
  ModelReport report = report_with({});
  report.checks[0].status = CheckStatus::skipped;
  CHECK(status_of_report(report, FailOn::error) == ModelStatus::passed);
  report.checks[0].status = CheckStatus::error;
  CHECK(status_of_report(report, FailOn::error) == ModelStatus::error);
}

TEST_CASE("the summary counts files and findings, and 2 wins over 1") {
  Summary summary;
  CHECK(exit_status(summary) == 0);
  ModelReport failed = report_with({Severity::error, Severity::warning, Severity::note, Severity::note});
  failed.status = status_of(failed, FailOn::error);
  add_to_summary(summary, failed);
  add_to_summary(summary, ModelReport{});
  CHECK(summary.models == 2);
  CHECK(summary.passed == 1);
  CHECK(summary.failed == 1);
  CHECK(summary.finding_errors == 1);
  CHECK(summary.finding_warnings == 1);
  CHECK(summary.finding_notes == 2);
  CHECK(exit_status(summary) == 1);
  ModelReport broken;
  broken.error = ReportError{ErrorKind::crash, "signal 11"};
  broken.status = status_of(broken, FailOn::error);
  add_to_summary(summary, broken);
  CHECK(exit_status(summary) == 2);
}
