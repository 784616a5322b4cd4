// SPDX-License-Identifier: Apache-2.0
#include "lib/report/junit.hpp"

#include <fmt/format.h>

#include <string>
#include <string_view>
#include <utility>

#include "lib/check/suggestion_text.hpp"
#include "lib/model/text.hpp"
#include "lib/report/escape.hpp"
#include "lib/report/names.hpp"
#include "lib/report/paths.hpp"

namespace aimet {
namespace {

// Escapes text and attribute values. escape() leaves nothing that XML 1.0 cannot contain.
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

enum class JUnitResult { passed, failure, error, skipped };

JUnitResult result_of(const CheckResult& check, FailOn fail_on) {
  if (check.status == CheckStatus::error) return JUnitResult::error;
  if (check.status == CheckStatus::skipped) return JUnitResult::skipped;
  return verdict(check.findings, fail_on) == CheckStatus::failed ? JUnitResult::failure : JUnitResult::passed;
}

void count(Counts& counts, JUnitResult result) {
  ++counts.tests;
  counts.failures += result == JUnitResult::failure ? 1U : 0U;
  counts.errors += result == JUnitResult::error ? 1U : 0U;
  counts.skipped += result == JUnitResult::skipped ? 1U : 0U;
}

std::string body_of(const Finding& finding, const RenderOptions& options) {
  std::string body;
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
  return body;
}

std::string message_of(const CheckResult& check) {
  const std::size_t more = check.findings.size() - 1;
  const std::string first = xml(check.findings.front().message);
  return more == 0 ? first : fmt::format("{} (and {} more)", first, more);
}

void put_findings(Pieces& out, const CheckResult& check, const RenderOptions& options) {
  for (const Finding& finding : check.findings) out += body_of(finding, options);
}

void put_content(Pieces& out, const CheckResult& check, JUnitResult result, const RenderOptions& options) {
  const std::string reason = xml(check.reason.value_or("no reason was given"));
  switch (result) {
    case JUnitResult::error:
      out += fmt::format(R"(<error message="{0}" type="check">{0}</error>)", reason);
      return;
    case JUnitResult::skipped:
      out += fmt::format(R"(<skipped message="{}"/>)", reason);
      return;
    case JUnitResult::failure:
      out += fmt::format(R"(<failure message="{}" type="{}">)", message_of(check), name_of(check.severity));
      put_findings(out, check, options);
      out += "</failure>";
      return;
    case JUnitResult::passed:
      out += "<system-out>";
      put_findings(out, check, options);
      out += "</system-out>";
      return;
  }
}

constexpr std::string_view kCaseEnd = "\n    </testcase>\n";

std::string case_begin(const std::string& suite, std::string_view name) {
  return fmt::format("    <testcase classname=\"{}\" name=\"{}\"", suite, xml(name));
}

void put_case(Pieces& out, const std::string& suite, const CheckResult& check, const RenderOptions& options) {
  const JUnitResult result = result_of(check, options.fail_on);
  out += case_begin(suite, check.id);
  if (result == JUnitResult::passed && check.findings.empty()) {
    out += "/>\n";
    return;
  }
  out += ">\n      ";
  put_content(out, check, result, options);
  out += kCaseEnd;
}

// A file that could not be validated is a suite with one case, named "validate".
void put_error_case(Pieces& out, const std::string& suite, const ReportError& error) {
  const std::string lines =
      joined(escape_lines(error.message), "\n", [](const std::string& line) { return xml(line); });
  out += case_begin(suite, "validate");
  out += fmt::format(">\n      <error message=\"{}\" type=\"{}\">{}</error>", lines.substr(0, lines.find('\n')),
                     name_of(error.kind), lines);
  out += kCaseEnd;
}

std::string attributes_of(const Counts& counts) {
  return fmt::format(R"(tests="{}" failures="{}" errors="{}" skipped="{}")", counts.tests, counts.failures,
                     counts.errors, counts.skipped);
}

Counts counts_of(const ModelReport& model, const RenderOptions& options) {
  Counts counts;
  if (model.error) count(counts, JUnitResult::error);
  for (const CheckResult& check : model.checks) count(counts, result_of(check, options.fail_on));
  return counts;
}

}  // namespace

void JunitDocument::add(const ModelReport& model) {
  const std::string name = xml(path_from(model.path, options_.working_folder));
  const Counts counts = counts_of(model, options_);
  total_.tests += counts.tests;
  total_.failures += counts.failures;
  total_.errors += counts.errors;
  total_.skipped += counts.skipped;
  suites_ += fmt::format("  <testsuite name=\"{}\" {}>\n    <properties>\n", name, attributes_of(counts));
  suites_ += fmt::format("      <property name=\"source\" value=\"{}\"/>\n", name_of(model.source));
  suites_ += fmt::format("      <property name=\"mode\" value=\"{}\"/>\n", name_of(model.mode));
  suites_ += "    </properties>\n";
  if (model.error) put_error_case(suites_, name, *model.error);
  for (const CheckResult& check : model.checks) put_case(suites_, name, check, options_);
  suites_ += "  </testsuite>\n";
}

Pieces JunitDocument::end(const Report& head) {
  Pieces out;
  out += fmt::format("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"{}\" {}>\n", xml(head.tool.name),
                     attributes_of(total_));
  out += std::move(suites_);
  out += "</testsuites>\n";
  return out;
}

}  // namespace aimet
