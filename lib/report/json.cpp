// SPDX-License-Identifier: Apache-2.0
#include "lib/report/json.hpp"

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "lib/check/suggestion_text.hpp"
#include "lib/report/dump.hpp"
#include "lib/report/escape.hpp"
#include "lib/report/names.hpp"

namespace aimet {
namespace {

using Json = nlohmann::ordered_json;

Json text(std::string_view value) { return valid_utf8(value); }

Json text_or_null(const std::optional<std::string>& value) { return value ? text(*value) : Json(); }

Json text_or_null_if_empty(std::string_view value) { return value.empty() ? Json() : text(value); }

Json of_source(const SourceLocation& source) {
  return {{"file", text(source.file)},
          {"line", source.line},
          {"column", source.column},
          {"text", text(source.text)},
          {"function", text(source.function)}};
}

Json json_of(const std::vector<std::string>& texts) {
  Json list = Json::array();
  for (const std::string& element : texts) list.push_back(text(element));
  return list;
}

Json of_constructor(const Constructor& constructor) {
  Json arguments = Json::array();
  for (const Constructor::Argument& argument : constructor.arguments)
    arguments.push_back({{"name", text_or_null_if_empty(argument.name)}, {"value", text(argument.value)}});
  return {{"type", text(constructor.type)}, {"arguments", std::move(arguments)}};
}

Json of_suggestion(const Suggestion& suggestion) {
  return {{"kind", name_of(suggestion.kind)},
          {"define", text(define_text(suggestion))},
          {"use", text(use_text(suggestion))},
          {"caution", text_or_null_if_empty(suggestion.caution)},
          {"overwritten_line", suggestion.overwritten_line},
          {"owner_runs", suggestion.owner_runs},
          {"library_line", suggestion.library_line ? of_source(*suggestion.library_line) : Json()},
          {"attributes", json_of(suggestion.attributes)},
          {"constructor", suggestion.constructor ? of_constructor(*suggestion.constructor) : Json()},
          {"passing", text_or_null_if_empty(suggestion.passing)},
          {"arguments", json_of(suggestion.arguments)}};
}

Json of_fixes(const std::vector<AppliedFix>& fixes) {
  Json list = Json::array();
  for (const AppliedFix& fix : fixes)
    list.push_back(
        {{"file", text(fix.file)}, {"written", fix.refused.empty()}, {"refused", text_or_null_if_empty(fix.refused)}});
  return list;
}

Json of_finding(const Finding& finding) {
  Json sources = Json::array();
  for (const SourceLocation& source : finding.sources) sources.push_back(of_source(source));
  Json suggestion;
  if (finding.suggestion) suggestion = of_suggestion(*finding.suggestion);
  Json edit;
  if (finding.edit)
    edit = {{"file", text_or_null_if_empty(finding.edit->file)},
            {"refused", text_or_null_if_empty(finding.edit->refused)},
            {"written", finding.edit->written}};
  Json modules = Json::array();
  for (const std::string& module : finding.modules) modules.push_back(text(module));
  return {{"message", text(finding.message)},
          {"help", text(finding.help)},
          {"severity", name_of(finding.severity)},
          {"module", text(finding.module)},
          {"module_type", text(finding.module_type)},
          {"op", text_or_null(finding.op)},
          {"op_kind", text_or_null(finding.op_kind)},
          {"op_type", text_or_null(finding.op_type)},
          {"calls", finding.calls ? Json(*finding.calls) : Json()},
          {"sources", std::move(sources)},
          {"suggestion", std::move(suggestion)},
          {"edit", std::move(edit)},
          {"modules", std::move(modules)},
          {"snippet", text_or_null_if_empty(finding.snippet)},
          {"fingerprint", text(finding.fingerprint)}};
}

// The check with an empty list of findings, which put_check() fills.
Json of_check(const CheckResult& check) {
  return {{"id", text(check.id)},
          {"status", name_of(check.status)},
          {"reason", text_or_null(check.reason)},
          {"severity", name_of(check.severity)},
          {"findings", Json::array()}};
}

Json number_or_null(const std::optional<std::int64_t>& value) { return value ? Json(*value) : Json(); }

Json of_covered(const CoveredOp& op) {
  return {{"op", text(op.op)},
          {"type", text(op.type)},
          {"module", text(op.module)},
          {"encoding", name_of(op.encoding)},
          {"why", text_or_null_if_empty(op.why)},
          {"source", op.source ? of_source(*op.source) : Json()},
          {"times", op.times},
          {"multiply_accumulates", number_or_null(op.multiply_accumulates)}};
}

// The coverage with an empty list, which put_model() fills.
Json of_coverage(const Coverage& coverage) {
  return {{"aimet_since", text(coverage.aimet_since)},
          {"ops", coverage.ops},
          {"quantized", coverage.quantized},
          {"not_needed", coverage.not_needed},
          {"none", coverage.none},
          {"multiply_accumulates", number_or_null(coverage.multiply_accumulates)},
          {"multiply_accumulates_quantized", number_or_null(coverage.multiply_accumulates_quantized)},
          {"list", Json::array()}};
}

// The model with empty lists of hints, checks and coverage, which put_model() fills.
Json of_model(const ModelReport& model) {
  Json error;
  if (model.error) error = {{"kind", name_of(model.error->kind)}, {"message", text(model.error->message)}};
  Json confinement = Json::array();
  for (const std::string& measure : model.confinement) confinement.push_back(text(measure));
  return {{"path", text(model.path)},
          {"status", name_of(model.status)},
          {"error", std::move(error)},
          {"source", name_of(model.source)},
          {"mode", name_of(model.mode)},
          {"static_reason", text_or_null_if_empty(model.static_reason)},
          {"confinement", std::move(confinement)},
          {"hints", Json::array()},
          {"output", text(model.output)},
          {"checks", Json::array()},
          {"coverage", model.coverage ? of_coverage(*model.coverage) : Json()}};
}

Json of_summary(const Summary& summary) {
  return {
      {"models", summary.models},
      {"passed", summary.passed},
      {"failed", summary.failed},
      {"errors", summary.errors},
      {"findings",
       {{"error", summary.finding_errors}, {"warning", summary.finding_warnings}, {"note", summary.finding_notes}}}};
}

// Writes the elements between the brackets of an array in `object`.
template <typename T, typename JsonOf>
void put_elements(Pieces& out, const std::vector<T>& values, const Layout& object, JsonOf json_of) {
  for (std::size_t i = 0; i < values.size(); ++i) {
    out += before_element(i, object);
    out += dump(json_of(values[i]), {object.indent, object.depth + 2});
  }
  out += after_elements(values.size(), object);
}

void put_check(Pieces& out, const CheckResult& check, const Layout& layout) {
  const Shell shell = shell_of(of_check(check), "findings", layout);
  out += shell.before;
  put_elements(out, check.findings, layout, of_finding);
  out += shell.after;
}

void put_model(Pieces& out, const ModelReport& model, const Layout& layout) {
  const Shell hints = shell_of(of_model(model), "hints", layout);
  const Shell checks = cut_at(hints.after, "checks", layout);
  out += hints.before;
  put_elements(out, model.hints, layout, text);
  out += checks.before;
  for (std::size_t i = 0; i < model.checks.size(); ++i) {
    out += before_element(i, layout);
    put_check(out, model.checks[i], {layout.indent, layout.depth + 2});
  }
  out += after_elements(model.checks.size(), layout);
  if (!model.coverage) {
    out += checks.after;
    return;
  }
  const Shell coverage = cut_at(checks.after, "list", layout);
  out += coverage.before;
  put_elements(out, model.coverage->list, {layout.indent, layout.depth + 1}, of_covered);
  out += coverage.after;
}

constexpr Layout kDocument{2, 0};

}  // namespace

void JsonDocument::add(const ModelReport& model) {
  models_ += before_element(count_++, kDocument);
  put_model(models_, model, {kDocument.indent, kDocument.depth + 2});
}

Pieces JsonDocument::end(const Report& head) {
  const Json json = {
      {"schema_version", 1},
      {"tool",
       {{"name", text(head.tool.name)}, {"version", text(head.tool.version)}, {"libtorch", text(head.tool.libtorch)}}},
      {"models", Json::array()},
      {"diff", text_or_null(head.diff)},
      {"fixes", head.fixes ? of_fixes(*head.fixes) : Json()},
      {"summary", of_summary(head.summary)}};
  const Shell shell = shell_of(json, "models", kDocument);
  Pieces out;
  out += shell.before;
  out += std::move(models_);
  out += after_elements(count_, kDocument);
  out += shell.after;
  out += "\n";
  return out;
}

void put_jsonl(Pieces& out, const ModelReport& model) {
  put_model(out, model, {-1, 0});
  out += "\n";
}

std::string to_jsonl(const ModelReport& model) {
  Pieces line;
  put_jsonl(line, model);
  return line.whole();
}

}  // namespace aimet
