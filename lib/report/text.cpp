// SPDX-License-Identifier: Apache-2.0
#include "lib/report/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "lib/model/text.hpp"
#include "lib/report/escape.hpp"
#include "lib/report/excerpt.hpp"
#include "lib/report/names.hpp"
#include "lib/report/page.hpp"
#include "lib/report/paths.hpp"
#include "lib/report/source_file.hpp"
#include "lib/report/status.hpp"
#include "lib/report/text_coverage.hpp"
#include "lib/report/text_finding.hpp"

namespace aimet {
namespace {

std::string findings_of(std::int64_t errors, std::int64_t warnings, std::int64_t notes) {
  std::string out;
  const auto add = [&](std::int64_t count, const char* one) {
    if (count > 0) out += (out.empty() ? "" : ", ") + count_of(count, one);
  };
  add(errors, "error");
  add(warnings, "warning");
  add(notes, "note");
  return out.empty() ? "no findings" : out;
}

std::string findings_of(const std::vector<Finding>& findings) {
  const auto count = [&](Severity severity) {
    return std::count_if(findings.begin(), findings.end(), [&](const Finding& f) { return f.severity == severity; });
  };
  return findings_of(count(Severity::error), count(Severity::warning), count(Severity::note));
}

void put_error(Page& page, const ReportError& error) {
  const auto lines = escape_lines(error.message);
  page.labelled(2, std::string(name_of(error.kind)) + ":", Ink::error, lines.front());
  for (std::size_t i = 1; i < lines.size(); ++i) page.paragraph(4, lines[i]);
}

void put_header(Page& page, const ModelReport& model, const RenderOptions& options) {
  const std::string path = escape(path_from(model.path, options.working_folder));
  page.labelled(0, "=== " + path + ":", Ink::strong, model.error ? "could not be validated" : how_it_was_read(model));
  if (model.error) put_error(page, *model.error);
  for (const std::string& hint : model.hints) page.labelled(2, "note:", Ink::note, escape(hint));
  if (options.text.verbose && !model.confinement.empty()) {
    page.labelled(2, "confined by:", Ink::faint,
                  joined(model.confinement, ", ", [](const std::string& measure) { return escape(measure); }));
  }
  page.blank();
}

// Returns AIMET's own sentence for the check if there is one, else the rule's summary; "" if there is neither.
std::string heading(const CheckResult& check, const RenderOptions& options) {
  std::vector<std::string> names;
  if (check.id == "reused-module") {
    for (const Finding& finding : check.findings) names.push_back(finding.module);
    return "The following modules are used more than once in the model: " + python_list(names, options.text.verbose);
  }
  if (check.id == "missing-module") {
    for (const Finding& finding : check.findings) names.push_back(finding.op.value_or(finding.module));
    return "Ops with missing modules: " + python_list(names, options.text.verbose);
  }
  if (check.id == "unregistered-module") {
    for (const Finding& finding : check.findings) names.push_back(finding.module_type);
    return "Quantized module definitions of the following modules are not registered: " +
           python_list(names, options.text.verbose);
  }
  for (const RuleInfo& rule : options.rules)
    if (rule.id == check.id) return rule.summary;
  return {};
}

void put_check(Page& page, const CheckResult& check, const RenderOptions& options, SourceFiles& files) {
  if (check.findings.empty()) return;
  page.line(0, page.inked(escape(check.id), Ink::strong) + ": " + findings_of(check.findings));
  if (const std::string sentence = heading(check, options); !sentence.empty()) page.paragraph(0, sentence);
  page.blank();
  put_causes(page, group_by_cause(check.findings), files, options.text);
}

std::vector<const CheckResult*> with_status(const ModelReport& model, CheckStatus status) {
  std::vector<const CheckResult*> out;
  for (const CheckResult& check : model.checks)
    if (check.status == status) out.push_back(&check);
  return out;
}

void put_reasons(Page& page, std::string_view sentence, const std::vector<const CheckResult*>& checks, Ink ink) {
  if (checks.empty()) return;
  page.line(0, sentence, ink);
  for (const CheckResult* check : checks)
    page.labelled(4, escape(check->id) + ":", Ink::plain, escape(check->reason.value_or("no reason was given")));
}

void put_verdict(Page& page, const ModelReport& model) {
  const auto failed = with_status(model, CheckStatus::failed);
  const auto threw = with_status(model, CheckStatus::error);
  put_reasons(page, "Skipped, without a verdict:", with_status(model, CheckStatus::skipped), Ink::note);
  put_reasons(page, "The following validator checks failed to run and have no verdict:", threw, Ink::error);
  if (!failed.empty()) {
    page.line(0, "The following validator checks failed:", Ink::error);
    for (const CheckResult* check : failed) page.line(0, "\t" + escape(check->id));
    if (model.status == ModelStatus::passed)
      page.line(0, "What they found does not reach --fail-on, so the file passes.");
  } else if (!with_status(model, CheckStatus::passed).empty() && threw.empty() && !model.error) {
    page.line(0, "All validation checks passed.", Ink::good);
  } else if (!model.error && threw.empty()) {
    page.line(0, "No check could form a verdict.", Ink::warning);
  }
  if (!model.checks.empty()) page.blank();
}

void put_output(Page& page, const ModelReport& model) {
  if (model.output.empty()) return;
  page.line(0, "While it was loaded and run, the model printed:", Ink::strong);
  for (const std::string& line : escape_lines(model.output)) page.line(2, page.inked("| ", Ink::faint) + line);
  page.blank();
}

bool is_note(const Finding& finding) { return finding.severity == Severity::note; }

bool has_notes(const ModelReport& model) {
  return std::any_of(model.checks.begin(), model.checks.end(), [](const CheckResult& check) {
    return std::any_of(check.findings.begin(), check.findings.end(), is_note);
  });
}

// Removes the notes, for -q. A check without other findings is then not printed.
ModelReport without_notes(ModelReport model) {
  for (CheckResult& check : model.checks) {
    auto& findings = check.findings;
    findings.erase(std::remove_if(findings.begin(), findings.end(), is_note), findings.end());
  }
  return model;
}

std::string page_of(const ModelReport& model, const RenderOptions& options) {
  Page page(options.text);
  SourceFiles files(options);
  put_header(page, model, options);
  for (const CheckResult& check : model.checks) put_check(page, check, options, files);
  if (model.coverage) put_coverage(page, *model.coverage, options.text);
  put_verdict(page, model);
  if (options.text.verbose) put_output(page, model);
  return std::move(page).text();
}

}  // namespace

std::string how_it_was_read(const ModelReport& model) {
  const std::string form = model.source == SourceForm::unknown ? "" : std::string(name_of(model.source)) + ", ";
  if (model.mode == Mode::observed) return form + "observed in a run";
  if (model.static_reason.empty()) return form + "static: not run";
  return fmt::format("{}static: not run, because {}", form, escape(model.static_reason));
}

std::string text_of_model(const ModelReport& model, const RenderOptions& options) {
  if (!options.text.quiet) return page_of(model, options);
  if (model.status == ModelStatus::passed) return "";
  return has_notes(model) ? page_of(without_notes(model), options) : page_of(model, options);
}

std::string text_of_summary(const Summary& summary, const RenderOptions& options) {
  if (summary.models < 2 || options.text.quiet) return {};
  Page page(options.text);
  std::string files;
  const auto add = [&](std::int64_t count, std::string_view what) {
    if (count > 0) files += (files.empty() ? "" : ", ") + fmt::format("{} {}", count, what);
  };
  add(summary.passed, "passed");
  add(summary.failed, "failed");
  add(summary.errors, "could not be validated");
  const Ink ink = exit_status(summary) == 0 ? Ink::good : Ink::error;
  page.labelled(0, count_of(summary.models, "file") + ":", ink,
                fmt::format("{}; {}.", files,
                            findings_of(summary.finding_errors, summary.finding_warnings, summary.finding_notes)));
  return page.text();
}

std::string text_of_fixes(const Report& report, const RenderOptions& options) {
  Page page(options.text);
  std::size_t fixed = 0;
  std::size_t left = 0;
  for (const ModelReport& model : report.models)
    for (const CheckResult& check : model.checks)
      for (const Finding& finding : check.findings) ++(finding.edit && finding.edit->written ? fixed : left);
  bool uses_aimet = false;
  for (const AppliedFix& fix : *report.fixes) {
    uses_aimet = uses_aimet || (fix.uses_aimet && fix.refused.empty());
    if (fix.refused.empty())
      page.labelled(0, "fixed:", Ink::good, escape(fix.file));
    else
      page.labelled(0, "not fixed:", Ink::error, fmt::format("{}: {}", escape(fix.file), escape(fix.refused)));
  }
  page.line(0, fmt::format("{} fixed, {} left.", count_of(fixed, "finding"), left), Ink::strong);
  if (fixed > 0)
    page.line(
        0,
        "This report is about the models before the edits: export them again and validate them to see what is left.");
  const bool any_torchscript = std::any_of(report.models.begin(), report.models.end(), [](const ModelReport& model) {
    return model.source != SourceForm::exported;
  });
  if (uses_aimet && any_torchscript)
    page.line(0,
              "AIMET's modules accept any arguments, so torch.jit.script refuses them: export with torch.jit.trace.");
  return page.text();
}

std::string text_of_diff(const std::string& diff, const RenderOptions& options) {
  Page page(options.text);
  if (diff.empty()) {
    if (!options.text.quiet) page.line(0, "No edit is certain enough for a diff.", Ink::strong);
    return page.text();
  }
  page.line(0, "The edits that are certain, for patch -p0 in this folder:", Ink::strong);
  page.blank();
  for (const std::string& line : split_lines(diff)) {
    const bool is_head = line.rfind("--- ", 0) == 0 || line.rfind("+++ ", 0) == 0;
    const char mark = line.empty() ? ' ' : line.front();
    const Ink ink = is_head       ? Ink::strong
                    : mark == '+' ? Ink::good
                    : mark == '-' ? Ink::error
                    : mark == '@' ? Ink::note
                                  : Ink::plain;
    page.line(0, line, ink);
  }
  return page.text();
}

}  // namespace aimet
