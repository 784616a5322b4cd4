// SPDX-License-Identifier: Apache-2.0
#include "lib/report/junit.hpp"

#include <fmt/format.h>

#include <string>
#include <string_view>

#include "lib/check/suggestion_text.hpp"
#include "lib/model/text.hpp"
#include "lib/report/escape.hpp"
#include "lib/report/names.hpp"
#include "lib/report/paths.hpp"

namespace aimet {
namespace {

// For text and attributes alike. escape() leaves nothing that XML 1.0 cannot hold.
std::string xml(std::string_view text) {
  std::string out;
  for (const char c : escape(text)) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&apos;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

using Counts = JunitDocument::Counts;

enum class Outcome { passed, failure, error, skipped };

Outcome outcome_of(const CheckResult& check, FailOn fail_on) {
  if (check.status == CheckStatus::error) return Outcome::error;
  if (check.status == CheckStatus::skipped) return Outcome::skipped;
  return verdict(check.findings, fail_on) == CheckStatus::failed ? Outcome::failure : Outcome::passed;
}

void count(Counts& counts, Outcome outcome) {
  ++counts.tests;
  counts.failures += outcome == Outcome::failure ? 1U : 0U;
  counts.errors += outcome == Outcome::error ? 1U : 0U;
  counts.skipped += outcome == Outcome::skipped ? 1U : 0U;
}

std::string body_of(const CheckResult& check, const RenderOptions& options) {
  std::string body;
  for (const Finding& finding : check.findings) {
    body += fmt::format("{}: {}\n", name_of(finding.severity), xml(finding.message));
    body += fmt::format("  module: {} ({})\n", finding.module.empty() ? "the model itself" : xml(finding.module),
                        xml(finding.module_type));
    if (finding.op) body += fmt::format("  op: {} ({})\n", xml(*finding.op), xml(finding.op_kind.value_or("")));
    for (const SourceLocation& source : finding.sources) {
      const std::string path = path_from(mapped_path(source.file, options.path_maps), options.working_folder);
      body += fmt::format("  at {}:{}", xml(path), source.line);
      const std::string text = escape_lines(source.text).front();
      const std::size_t begin = text.find_first_not_of(' ');
      body += begin == std::string::npos ? "\n" : ": " + xml(text.substr(begin)) + "\n";
    }
    if (!finding.help.empty()) body += fmt::format("  help: {}\n", xml(finding.help));
    if (finding.suggestion && !define_text(*finding.suggestion).empty())
      body += fmt::format("  __init__: {}\n", xml(define_text(*finding.suggestion)));
    if (finding.suggestion && !use_text(*finding.suggestion).empty())
      body += fmt::format("  forward: {}\n", xml(use_text(*finding.suggestion)));
  }
  return body;
}

std::string message_of(const CheckResult& check) {
  const std::size_t more = check.findings.size() - 1;
  const std::string first = xml(check.findings.front().message);
  return more == 0 ? first : fmt::format("{} (and {} more)", first, more);
}

std::string content_of(const CheckResult& check, Outcome outcome, const RenderOptions& options) {
  const std::string reason = xml(check.reason.value_or("no reason was given"));
  switch (outcome) {
    case Outcome::error:
      return fmt::format(R"(<error message="{0}" type="check">{0}</error>)", reason);
    case Outcome::skipped:
      return fmt::format(R"(<skipped message="{}"/>)", reason);
    case Outcome::failure:
      return fmt::format(R"(<failure message="{}" type="{}">{}</failure>)", message_of(check), name_of(check.severity),
                         body_of(check, options));
    case Outcome::passed:
      return check.findings.empty() ? "" : fmt::format("<system-out>{}</system-out>", body_of(check, options));
  }
  return {};
}

std::string test_case(const std::string& suite, std::string_view name, const std::string& content) {
  if (content.empty()) return fmt::format("    <testcase classname=\"{}\" name=\"{}\"/>\n", suite, xml(name));
  return fmt::format("    <testcase classname=\"{}\" name=\"{}\">\n      {}\n    </testcase>\n", suite, xml(name),
                     content);
}

// A file that could not be validated is a suite with one case, named after what was tried.
std::string error_case(const std::string& suite, const ReportError& error) {
  const std::string lines =
      joined(escape_lines(error.message), "\n", [](const std::string& line) { return xml(line); });
  return test_case(suite, "validate",
                   fmt::format(R"(<error message="{}" type="{}">{}</error>)", lines.substr(0, lines.find('\n')),
                               name_of(error.kind), lines));
}

std::string attributes_of(const Counts& counts) {
  return fmt::format(R"(tests="{}" failures="{}" errors="{}" skipped="{}")", counts.tests, counts.failures,
                     counts.errors, counts.skipped);
}

std::string suite_of(const ModelReport& model, const RenderOptions& options, Counts& total) {
  const std::string name = xml(path_from(model.path, options.working_folder));
  Counts counts;
  std::string cases;
  if (model.error) {
    cases += error_case(name, *model.error);
    count(counts, Outcome::error);
  }
  for (const CheckResult& check : model.checks) {
    const Outcome outcome = outcome_of(check, options.fail_on);
    cases += test_case(name, check.id, content_of(check, outcome, options));
    count(counts, outcome);
  }
  total.tests += counts.tests;
  total.failures += counts.failures;
  total.errors += counts.errors;
  total.skipped += counts.skipped;
  std::string properties = fmt::format("      <property name=\"source\" value=\"{}\"/>\n", name_of(model.source));
  properties += fmt::format("      <property name=\"mode\" value=\"{}\"/>\n", name_of(model.mode));
  return fmt::format("  <testsuite name=\"{}\" {}>\n    <properties>\n{}    </properties>\n{}  </testsuite>\n", name,
                     attributes_of(counts), properties, cases);
}

}  // namespace

void JunitDocument::add(const ModelReport& model) { suites_ += suite_of(model, options_, total_); }

std::string JunitDocument::end(const Report& head) const {
  std::string out = fmt::format("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"{}\" {}>\n",
                                xml(head.tool.name), attributes_of(total_));
  constexpr std::string_view kEnd = "</testsuites>\n";
  out.reserve(out.size() + suites_.size() + kEnd.size());
  out.append(suites_).append(kEnd);
  return out;
}

std::string to_junit(const Report& report, const RenderOptions& options) {
  JunitDocument document(options);
  for (const ModelReport& model : report.models) document.add(model);
  return document.end(report);
}

}  // namespace aimet
