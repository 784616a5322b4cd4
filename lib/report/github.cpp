// SPDX-License-Identifier: Apache-2.0
#include "lib/report/github.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <string_view>

#include "lib/check/suggestion_text.hpp"
#include "lib/model/text.hpp"
#include "lib/report/cause.hpp"
#include "lib/report/escape.hpp"
#include "lib/report/names.hpp"
#include "lib/report/paths.hpp"

namespace aimet {
namespace {

constexpr std::size_t kMostNames = 20;

std::string replaced(std::string_view text, std::string_view special) {
  std::string out;
  for (const char c : text) {
    if (special.find(c) == std::string_view::npos)
      out += c;
    else
      out += fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return out;
}

// Escape as actions/toolkit does: a colon or a comma would end a property.
std::string property_data(std::string_view text) { return replaced(text, "%\r\n:,"); }
std::string message_data(std::string_view text) { return replaced(text, "%\r\n"); }

std::string_view command_of(Severity severity) {
  switch (severity) {
    case Severity::error:
      return "error";
    case Severity::warning:
      return "warning";
    case Severity::note:
      return "notice";
  }
  return "error";
}

std::string shown(const std::string& path, const RenderOptions& options) {
  return escape(path_from(path, options.working_folder));
}

// Returns the properties that place the annotation: at the Python line if it is known, else at the model file.
std::string place_of(const Finding& finding, const std::string& model, const RenderOptions& options) {
  if (finding.sources.empty()) return "file=" + property_data(model);
  const SourceLocation& source = finding.sources.front();
  std::string place = "file=" + property_data(shown(mapped_path(source.file, options.path_maps), options));
  if (source.line > 0) place += fmt::format(",line={}", source.line);
  if (source.line > 0 && source.column > 0) place += fmt::format(",col={}", source.column);
  return place;
}

std::string name_of_subject(const Finding& finding) {
  const std::string module = finding.module.empty() ? "the model itself" : escape(finding.module);
  return finding.op ? fmt::format("{} in {}", escape(*finding.op), module) : module;
}

std::string message_of(const Cause& cause, const std::string& model) {
  const Finding& finding = *cause.findings.front();
  std::string message = escape(finding.message);
  if (!finding.help.empty()) message += "\n" + escape(finding.help);
  if (finding.suggestion && !define_text(*finding.suggestion).empty())
    message += "\nIn __init__: " + escape(define_text(*finding.suggestion));
  if (finding.suggestion && !use_text(*finding.suggestion).empty())
    message += "\nIn forward: " + escape(use_text(*finding.suggestion));
  message += fmt::format("\nModel {}: {}", model, name_of_subject(finding));
  const std::size_t shown = std::min(cause.findings.size(), kMostNames);
  for (std::size_t i = 1; i < shown; ++i) message += ", " + name_of_subject(*cause.findings[i]);
  if (shown < cause.findings.size()) message += fmt::format(" and {} more", cause.findings.size() - shown);
  return message;
}

std::string annotation(std::string_view command, const std::string& place, const std::string& title,
                       const std::string& message) {
  return fmt::format("::{} {},title={}::{}\n", command, place, property_data(title), message_data(message));
}

void put_check(Pieces& out, const CheckResult& check, const std::string& model, const RenderOptions& options) {
  const std::string id = escape(check.id);
  const std::string reason = escape(check.reason.value_or("no reason was given"));
  if (check.status == CheckStatus::error)
    out += annotation("error", "file=" + property_data(model), id + " failed to run and has no verdict", reason);
  if (check.status == CheckStatus::skipped)
    out += annotation("notice", "file=" + property_data(model), id + " was skipped and has no verdict", reason);
  for (const Cause& cause : group_by_cause(check.findings)) {
    const Finding& finding = *cause.findings.front();
    out += annotation(command_of(finding.severity), place_of(finding, model, options), id, message_of(cause, model));
  }
}

std::string of_error(const ReportError& error, const std::string& model) {
  const std::string message = joined(escape_lines(error.message), "\n");
  return annotation("error", "file=" + property_data(model),
                    "could not be validated: " + std::string(name_of(error.kind)), message);
}

}  // namespace

void put_github(Pieces& out, const ModelReport& model, const RenderOptions& options) {
  const std::string path = shown(model.path, options);
  if (model.error) out += of_error(*model.error, path);
  for (const CheckResult& check : model.checks) put_check(out, check, path, options);
}

}  // namespace aimet
