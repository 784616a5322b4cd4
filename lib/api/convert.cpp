// SPDX-License-Identifier: Apache-2.0
#include "lib/api/convert.hpp"

#include <string>

#include "lib/check/suggestion_text.hpp"
#include "lib/report/names.hpp"

namespace aimet_validate {
namespace {

Severity converted(aimet::Severity severity) {
  switch (severity) {
    case aimet::Severity::note:
      return Severity::note;
    case aimet::Severity::warning:
      return Severity::warning;
    case aimet::Severity::error:
      break;
  }
  return Severity::error;
}

CheckStatus converted(aimet::CheckStatus status) {
  switch (status) {
    case aimet::CheckStatus::passed:
      return CheckStatus::passed;
    case aimet::CheckStatus::failed:
      return CheckStatus::failed;
    case aimet::CheckStatus::skipped:
      return CheckStatus::skipped;
    case aimet::CheckStatus::error:
      break;
  }
  return CheckStatus::error;
}

Status converted(aimet::ModelStatus status) {
  switch (status) {
    case aimet::ModelStatus::passed:
      return Status::passed;
    case aimet::ModelStatus::failed:
      return Status::failed;
    case aimet::ModelStatus::error:
      break;
  }
  return Status::error;
}

Finding converted(const aimet::Finding& from) {
  Finding to;
  to.message = from.message;
  to.help = from.help;
  to.severity = converted(from.severity);
  to.module = from.module;
  to.module_type = from.module_type;
  to.op = from.op.value_or("");
  to.op_kind = from.op_kind.value_or("");
  to.calls = from.calls;
  for (const aimet::SourceLocation& source : from.sources)
    to.sources.push_back({source.file, source.line, source.column, source.text});
  if (from.suggestion)
    to.suggestion =
        Suggestion{aimet::define_text(*from.suggestion), aimet::use_text(*from.suggestion), from.suggestion->caution};
  to.modules = from.modules;
  to.snippet = from.snippet;
  to.fingerprint = from.fingerprint;
  return to;
}

CheckResult converted(const aimet::CheckResult& from) {
  CheckResult to;
  to.id = from.id;
  to.status = converted(from.status);
  to.reason = from.reason.value_or("");
  to.severity = converted(from.severity);
  for (const aimet::Finding& finding : from.findings) to.findings.push_back(converted(finding));
  return to;
}

}  // namespace

ModelReport converted(const aimet::ModelReport& report) {
  ModelReport to;
  to.path = report.path;
  to.status = converted(report.status);
  if (report.error) {
    to.error_kind = name_of(report.error->kind);
    to.error_message = report.error->message;
  }
  to.form = aimet::name_of(report.source);
  to.executed = report.mode == aimet::Mode::observed;
  to.static_reason = report.static_reason;
  to.hints = report.hints;
  for (const aimet::CheckResult& check : report.checks) to.checks.push_back(converted(check));
  return to;
}

}  // namespace aimet_validate
