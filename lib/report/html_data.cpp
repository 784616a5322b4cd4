// SPDX-License-Identifier: Apache-2.0
#include "lib/report/html_data.hpp"

#include <nlohmann/json.hpp>
#include <set>
#include <string_view>
#include <tuple>
#include <utility>

#include "lib/check/suggestion_text.hpp"
#include "lib/model/text.hpp"
#include "lib/report/cause.hpp"
#include "lib/report/dump.hpp"
#include "lib/report/escape.hpp"
#include "lib/report/excerpt.hpp"
#include "lib/report/names.hpp"
#include "lib/report/paths.hpp"
#include "lib/report/text.hpp"
#include "lib/report/text_coverage.hpp"

namespace aimet {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kMostLines = 12;  // of one finding

std::string lines(std::string_view text) { return joined(escape_lines(text), "\n"); }

Json of_sources(const std::vector<SourceLocation>& sources, SourceFiles& files) {
  Json out = Json::array();
  std::set<std::tuple<std::string, int, int>> seen;
  for (const SourceLocation& source : sources) {
    if (out.size() == kMostLines || !seen.emplace(source.file, source.line, source.column).second) continue;
    const Excerpt excerpt = files.excerpt(source);
    out.push_back(
        {{"where", excerpt.where}, {"line", excerpt.line}, {"caret", excerpt.caret}, {"length", excerpt.length}});
  }
  return out;
}

std::string edit_of(const Finding& finding) {
  if (!finding.edit) return "";
  if (finding.edit->file.empty()) return "no diff: " + escape(finding.edit->refused);
  return (finding.edit->written ? "written into " : "in the diff below, of ") + escape(finding.edit->file);
}

Json of_finding(const Finding& finding) {
  Json out = {{"message", escape(finding.message)}, {"module", escape(finding.module)}};
  out["module_type"] = escape(finding.module_type);
  if (finding.op) out["op"] = escape(*finding.op);
  if (finding.op_kind) out["op_kind"] = escape(*finding.op_kind);
  if (finding.place) out["place"] = {finding.place->module, finding.place->node};
  return out;
}

Json of_cause(const Cause& cause, SourceFiles& files) {
  const Finding& first = *cause.findings.front();
  Json findings = Json::array();
  for (const Finding* finding : cause.findings) findings.push_back(of_finding(*finding));
  Json out = {{"severity", name_of(first.severity)},
              {"help", escape(first.help)},
              {"sources", of_sources(first.sources, files)},
              {"edit", edit_of(first)},
              {"snippet", lines(first.snippet)},
              {"findings", std::move(findings)}};
  if (first.suggestion) {
    out["define"] = lines(define_text(*first.suggestion));
    out["use"] = lines(use_text(*first.suggestion));
    out["caution"] = escape(first.suggestion->caution);
  }
  return out;
}

std::string summary_of(const CheckResult& check, const RenderOptions& options) {
  for (const RuleInfo& rule : options.rules)
    if (rule.id == check.id) return escape(rule.summary);
  return "";
}

Json of_check(const CheckResult& check, const RenderOptions& options, SourceFiles& files) {
  Json causes = Json::array();
  for (const Cause& cause : group_by_cause(check.findings)) causes.push_back(of_cause(cause, files));
  return {{"id", escape(check.id)},
          {"status", name_of(check.status)},
          {"summary", summary_of(check, options)},
          {"reason", check.reason ? Json(escape(*check.reason)) : Json()},
          {"causes", std::move(causes)}};
}

Json of_level(const GraphLevel& level) {
  Json nodes = Json::array(), edges = Json::array();
  for (const GraphNode& node : level.nodes) {
    nodes.push_back(node.kind == GraphNode::Kind::op ? node.what : -node.what - 1);
    nodes.push_back(node.call);
  }
  for (const GraphEdge& edge : level.edges) edges.insert(edges.end(), {edge.from, edge.to, edge.label});
  return Json::array({level.module, level.calls, std::move(nodes), std::move(edges)});
}

Json of_graph(const ModelGraph& graph) {
  if (!graph.reason.empty()) return {{"reason", escape(graph.reason)}};
  Json labels = Json::array(), modules = Json::array(), levels = Json::array();
  for (const std::string& label : graph.labels) labels.push_back(escape(label));
  for (const GraphModule& module : graph.modules)
    modules.push_back({escape(module.name), module.parent, escape(module.type)});
  for (const GraphLevel& level : graph.levels) levels.push_back(of_level(level));
  return {{"labels", std::move(labels)}, {"modules", std::move(modules)}, {"levels", std::move(levels)}};
}

Json of_model(const ModelReport& model, const RenderOptions& options) {
  SourceFiles files(options);
  Json checks = Json::array(), hints = Json::array();
  for (const CheckResult& check : model.checks) checks.push_back(of_check(check, options, files));
  for (const std::string& hint : model.hints) hints.push_back(escape(hint));
  Json error;
  if (model.error) error = {{"kind", name_of(model.error->kind)}, {"message", lines(model.error->message)}};
  return {{"path", escape(path_from(model.path, options.working_folder))},
          {"status", name_of(model.status)},
          {"error", std::move(error)},
          {"how", model.error ? "" : how_it_was_read(model)},
          {"hints", std::move(hints)},
          {"coverage", model.coverage ? coverage_sentence(*model.coverage) : ""},
          {"checks", std::move(checks)},
          {"graph", model.graph ? of_graph(*model.graph) : Json()}};
}

}  // namespace

std::string html_data(const Report& report, const RenderOptions& options) {
  Json models = Json::array();
  for (const ModelReport& model : report.models) models.push_back(of_model(model, options));
  const Summary& summary = report.summary;
  const Json findings = {
      {"error", summary.finding_errors}, {"warning", summary.finding_warnings}, {"note", summary.finding_notes}};
  return dump(
      {{"tool", {{"name", report.tool.name}, {"version", report.tool.version}, {"libtorch", report.tool.libtorch}}},
       {"summary",
        {{"models", summary.models},
         {"passed", summary.passed},
         {"failed", summary.failed},
         {"errors", summary.errors},
         {"findings", findings}}},
       {"diff", report.diff ? Json(lines(*report.diff)) : Json()},
       {"models", std::move(models)}},
      -1);
}

}  // namespace aimet
