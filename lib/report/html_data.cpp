// SPDX-License-Identifier: Apache-2.0
#include "lib/report/html_data.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

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

// The cause with an empty list of findings, which put_cause() fills.
Json of_cause(const Cause& cause, SourceFiles& files) {
  const Finding& first = *cause.findings.front();
  Json out = {{"severity", name_of(first.severity)},
              {"help", escape(first.help)},
              {"sources", of_sources(first.sources, files)},
              {"edit", edit_of(first)},
              {"snippet", lines(first.snippet)},
              {"findings", Json::array()}};
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

// The check with an empty list of causes, which put_check() fills.
Json of_check(const CheckResult& check, const RenderOptions& options) {
  return {{"id", escape(check.id)},
          {"status", name_of(check.status)},
          {"summary", summary_of(check, options)},
          {"reason", check.reason ? Json(escape(*check.reason)) : Json()},
          {"causes", Json::array()}};
}

// The graph with empty lists, which put_graph() fills.
Json of_graph(const ModelGraph& graph) {
  if (!graph.reason.empty()) return {{"reason", escape(graph.reason)}};
  return {{"labels", Json::array()}, {"modules", Json::array()}, {"levels", Json::array()}};
}

// The model with empty lists of hints and checks and an empty graph, which put_html_model() fills.
Json of_model(const ModelReport& model, const RenderOptions& options) {
  Json error;
  if (model.error) error = {{"kind", name_of(model.error->kind)}, {"message", lines(model.error->message)}};
  return {{"path", escape(path_from(model.path, options.working_folder))},
          {"status", name_of(model.status)},
          {"error", std::move(error)},
          {"how", model.error ? "" : how_it_was_read(model)},
          {"hints", Json::array()},
          {"coverage", model.coverage ? coverage_sentence(*model.coverage) : ""},
          {"checks", Json::array()},
          {"graph", model.graph ? of_graph(*model.graph) : Json()}};
}

constexpr Layout kLine{-1, 0};

// Escapes "<", the only character in <script> that could end it or open a comment.
std::string for_script(const Json& json) {
  std::string out;
  for (const char c : dump(json, kLine)) {
    if (c == '<')
      out += "\\u003c";
    else
      out += c;
  }
  return out;
}

template <typename T, typename Put>
void put_list(Pieces& out, const std::vector<T>& values, Put put) {
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (i > 0) out += ",";
    put(values[i]);
  }
}

void put_cause(Pieces& out, const Cause& cause, SourceFiles& files) {
  const Shell shell = cut_at(for_script(of_cause(cause, files)), "findings", kLine);
  out += shell.before;
  put_list(out, cause.findings, [&](const Finding* finding) { out += for_script(of_finding(*finding)); });
  out += shell.after;
}

void put_check(Pieces& out, const CheckResult& check, const RenderOptions& options, SourceFiles& files) {
  const Shell shell = cut_at(for_script(of_check(check, options)), "causes", kLine);
  out += shell.before;
  put_list(out, group_by_cause(check.findings), [&](const Cause& cause) { put_cause(out, cause, files); });
  out += shell.after;
}

// Writes only numbers: there may be millions of nodes and edges.
void put_level(Pieces& out, const GraphLevel& level) {
  out += fmt::format("[{},{},[", level.module, level.calls);
  put_list(out, level.nodes, [&](const GraphNode& node) {
    out += fmt::format("{},{}", node.kind == GraphNode::Kind::op ? node.what : -node.what - 1, node.call);
  });
  out += "],[";
  put_list(out, level.edges,
           [&](const GraphEdge& edge) { out += fmt::format("{},{},{}", edge.from, edge.to, edge.label); });
  out += "]]";
}

// `text` contains the graph with empty lists.
void put_graph(Pieces& out, const std::string& text, const ModelGraph& graph) {
  const Shell labels = cut_at(text, "labels", kLine);
  const Shell modules = cut_at(labels.after, "modules", kLine);
  const Shell levels = cut_at(modules.after, "levels", kLine);
  out += labels.before;
  put_list(out, graph.labels, [&](const std::string& label) { out += for_script(escape(label)); });
  out += modules.before;
  put_list(out, graph.modules, [&](const GraphModule& module) {
    out += for_script({escape(module.name), module.parent, escape(module.type)});
  });
  out += levels.before;
  put_list(out, graph.levels, [&](const GraphLevel& level) { put_level(out, level); });
  out += levels.after;
}

}  // namespace

void put_html_model(Pieces& out, const ModelReport& model, const RenderOptions& options) {
  const Shell hints = cut_at(for_script(of_model(model, options)), "hints", kLine);
  const Shell checks = cut_at(hints.after, "checks", kLine);
  SourceFiles files(options);
  out += hints.before;
  put_list(out, model.hints, [&](const std::string& hint) { out += for_script(escape(hint)); });
  out += checks.before;
  put_list(out, model.checks, [&](const CheckResult& check) { put_check(out, check, options, files); });
  if (model.graph && model.graph->reason.empty())
    put_graph(out, checks.after, *model.graph);
  else
    out += checks.after;
}

Shell html_shell(const Report& head) {
  const Summary& summary = head.summary;
  const Json findings = {
      {"error", summary.finding_errors}, {"warning", summary.finding_warnings}, {"note", summary.finding_notes}};
  const std::string text = for_script(
      {{"tool", {{"name", head.tool.name}, {"version", head.tool.version}, {"libtorch", head.tool.libtorch}}},
       {"summary",
        {{"models", summary.models},
         {"passed", summary.passed},
         {"failed", summary.failed},
         {"errors", summary.errors},
         {"findings", findings}}},
       {"diff", head.diff ? Json(lines(*head.diff)) : Json()},
       {"models", Json::array()}});
  return cut_at(text, "models", kLine);
}

}  // namespace aimet
