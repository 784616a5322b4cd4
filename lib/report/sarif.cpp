// SPDX-License-Identifier: Apache-2.0
#include "lib/report/sarif.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "lib/check/suggestion_text.hpp"
#include "lib/model/text.hpp"
#include "lib/report/dump.hpp"
#include "lib/report/escape.hpp"
#include "lib/report/names.hpp"
#include "lib/report/paths.hpp"

namespace aimet {
namespace {

using Json = nlohmann::ordered_json;

constexpr const char* kSchema = "https://json.schemastore.org/sarif-2.1.0.json";
constexpr const char* kRoot = "SRCROOT";

// 3.11.6: [text](target) is a link in a message, so a name must not be able to form one.
std::string without_links(std::string text) {
  for (std::size_t at = text.find("]("); at != std::string::npos; at = text.find("](", at + 3)) text.insert(at, "\\");
  return text;
}

std::string message_text(std::string_view raw) { return without_links(escape(raw)); }

std::string message_lines(std::string_view raw) { return without_links(joined(escape_lines(raw), "\n")); }

std::string sentence(std::string text) {
  if (!text.empty() && std::string_view(".!?").find(text.back()) == std::string_view::npos) text += '.';
  return text;
}

// 3.4: relative to the working folder if the file is below it, so that results of different machines match.
Json artifact_location(const std::string& path, const RenderOptions& options) {
  const std::string absolute = absolute_path(path, options.working_folder);
  const std::string relative = path_from(absolute, options.working_folder);
  if (!relative.empty() && relative.front() == '/') return {{"uri", "file://" + percent_encoded(relative)}};
  return {{"uri", percent_encoded(relative)}, {"uriBaseId", kRoot}};
}

Json python_location(const SourceLocation& source, const RenderOptions& options) {
  // GitHub shows no result without startLine.
  Json region = {{"startLine", std::max(1, source.line)}};
  if (source.line > 0 && source.column > 0) region["startColumn"] = source.column;
  if (!source.text.empty()) region["snippet"] = {{"text", valid_utf8(source.text)}};
  return {{"physicalLocation",
           {{"artifactLocation", artifact_location(mapped_path(source.file, options.path_maps), options)},
            {"region", region}}}};
}

Json model_location(const std::string& path, const RenderOptions& options) {
  return {
      {"physicalLocation", {{"artifactLocation", artifact_location(path, options)}, {"region", {{"startLine", 1}}}}}};
}

Json logical_location(const Finding& finding) {
  if (finding.op) {
    const std::string prefix = finding.module.empty() ? "" : finding.module + ".";
    return {{"name", escape(*finding.op)}, {"fullyQualifiedName", escape(prefix + *finding.op)}, {"kind", "member"}};
  }
  if (finding.module.empty()) return {{"fullyQualifiedName", escape(finding.module_type)}, {"kind", "type"}};
  const std::string name = last_part(finding.module);
  return {{"name", escape(name)}, {"fullyQualifiedName", escape(finding.module)}, {"kind", "module"}};
}

Json properties_of(const Finding& finding, const std::string& model) {
  Json properties = {
      {"model", escape(model)}, {"module", escape(finding.module)}, {"moduleType", escape(finding.module_type)}};
  if (finding.op) properties["op"] = escape(*finding.op);
  if (finding.op_kind) properties["opKind"] = escape(*finding.op_kind);
  if (finding.calls) properties["calls"] = *finding.calls;
  if (finding.suggestion)
    properties["suggestion"] = {{"define", valid_utf8(define_text(*finding.suggestion))},
                                {"use", valid_utf8(use_text(*finding.suggestion))}};
  return properties;
}

Json result_of(const Finding& finding, const std::string& id, const std::string& model, const RenderOptions& options) {
  Json location =
      finding.sources.empty() ? model_location(model, options) : python_location(finding.sources.front(), options);
  location["logicalLocations"] = Json::array({logical_location(finding)});
  Json related = Json::array();
  for (std::size_t i = 1; i < finding.sources.size(); ++i)
    related.push_back(python_location(finding.sources[i], options));
  if (!finding.sources.empty()) related.push_back(model_location(model, options));
  for (std::size_t i = 0; i < related.size(); ++i) {
    related[i]["id"] = i + 1;
    related[i]["message"] = {
        {"text", i + 1 == related.size() ? "The model file." : "Another line of the same finding."}};
  }
  const std::string text =
      fmt::format("{} {}", sentence(message_text(finding.message)), sentence(message_text(finding.help)));
  Json result = {{"ruleId", id},
                 {"level", name_of(finding.severity)},
                 {"message", {{"text", text.substr(0, text.find_last_not_of(' ') + 1)}}},
                 {"locations", Json::array({location})}};
  if (!related.empty()) result["relatedLocations"] = related;
  // GitHub reads primaryLocationLineHash.
  result["partialFingerprints"] = {{"primaryLocationLineHash", escape(finding.fingerprint)},
                                   {"aimetFingerprint/v1", escape(finding.fingerprint)}};
  result["properties"] = properties_of(finding, model);
  return result;
}

std::string pascal_case(std::string_view id) {
  std::string out;
  bool upper = true;
  for (const char c : id) {
    if (c == '-') {
      upper = true;
      continue;
    }
    out += upper ? static_cast<char>(std::toupper(static_cast<unsigned char>(c))) : c;
    upper = false;
  }
  return out;
}

Json rule_of(const RuleInfo& rule) {
  const std::string& markdown = rule.explanation_markdown.empty() ? rule.summary : rule.explanation_markdown;
  Json row = {{"id", rule.id},
              {"name", pascal_case(rule.id)},
              {"shortDescription", {{"text", sentence(rule.summary)}}},
              {"fullDescription", {{"text", sentence(rule.summary)}}},
              {"defaultConfiguration", {{"level", name_of(rule.severity)}}},
              {"help", {{"text", markdown}, {"markdown", markdown}}}};
  if (!rule.help_uri.empty()) row["helpUri"] = rule.help_uri;
  return row;
}

Json notification(std::string_view level, const std::string& id, const std::string& text, const Json& location) {
  return {{"descriptor", {{"id", id}}},
          {"level", level},
          {"message", {{"text", sentence(text)}}},
          {"locations", Json::array({location})}};
}

std::optional<Json> notification_of(const CheckResult& check, const Json& location) {
  const bool threw = check.status == CheckStatus::error;
  if (!threw && check.status != CheckStatus::skipped) return std::nullopt;
  const std::string what = threw ? "failed to run and has no verdict: " : "was skipped and has no verdict: ";
  const std::string id = threw ? "check-error" : "check-skipped";
  Json one = notification(threw ? "error" : "note", id, message_text(check.id + " " + what + check.reason.value_or("")),
                          location);
  one["associatedRule"] = {{"id", escape(check.id)}};
  return one;
}

Json driver_of(const Tool& tool, const std::vector<RuleInfo>& rules) {
  Json rows = Json::array();
  for (const RuleInfo& rule : rules) rows.push_back(rule_of(rule));
  return {{"name", tool.name},
          {"version", tool.version},
          {"semanticVersion", tool.version},
          {"properties", {{"libtorch", tool.libtorch}}},
          {"rules", rows}};
}

constexpr Layout kRun{2, 2};         // the one run of the log
constexpr Layout kInvocation{2, 4};  // its one invocation

}  // namespace

SarifDocument::SarifDocument(const RenderOptions& options) : options_(options), rules_(options.rules) {
  for (std::size_t i = 0; i < rules_.size(); ++i) rule_indices_.emplace(rules_[i].id, i);
}

std::size_t SarifDocument::rule_index(const CheckResult& check) {
  const auto [known, is_new] = rule_indices_.emplace(escape(check.id), rules_.size());
  if (is_new) rules_.push_back({known->first, known->first, check.severity, ""});
  return known->second;
}

void SarifDocument::add_notifications(const ModelReport& model) {
  const auto put = [this](const Json& one) {
    notifications_ += before_element(notification_count_++, kInvocation);
    notifications_ += dump(one, {kInvocation.indent, kInvocation.depth + 2});
  };
  const Json location = model_location(model.path, options_);
  if (model.error)
    put(notification("error", std::string(name_of(model.error->kind)), message_lines(model.error->message), location));
  for (const std::string& hint : model.hints) put(notification("note", "hint", message_text(hint), location));
  for (const CheckResult& check : model.checks)
    if (const auto one = notification_of(check, location)) put(*one);
}

void SarifDocument::add(const ModelReport& model) {
  successful_ = successful_ && model.status != ModelStatus::error;
  add_notifications(model);
  for (const CheckResult& check : model.checks) {
    const std::size_t index = rule_index(check);
    for (const Finding& finding : check.findings) {
      Json result = result_of(finding, rules_[index].id, model.path, options_);
      result["ruleIndex"] = index;
      results_ += before_element(result_count_++, kRun);
      results_ += dump(result, {kRun.indent, kRun.depth + 2});
    }
  }
}

Pieces SarifDocument::end(const Report& head) {
  Json invocation = {{"executionSuccessful", successful_}};
  if (notification_count_ > 0) invocation["toolExecutionNotifications"] = Json::array();
  const Json run = {
      {"tool", {{"driver", driver_of(head.tool, rules_)}}},
      {"invocations", Json::array({invocation})},
      {"originalUriBaseIds", {{kRoot, {{"description", {{"text", "The folder that the program was run in."}}}}}}},
      {"columnKind", "unicodeCodePoints"},
      {"results", Json::array()}};
  const Json log = {{"$schema", kSchema}, {"version", "2.1.0"}, {"runs", Json::array({run})}};
  std::string before = shell_of(log, "results", {2, 0}).before;
  const std::string after = shell_of(log, "results", {2, 0}).after + "\n";
  Pieces out;
  if (notification_count_ > 0) {
    const Shell shell = shell_of(log, "toolExecutionNotifications", {2, 0});
    out += shell.before;
    out += std::move(notifications_);
    out += after_elements(notification_count_, kInvocation);
    before.erase(0, shell.before.size());
  }
  out += before;
  out += std::move(results_);
  out += after_elements(result_count_, kRun);
  out += after;
  return out;
}

}  // namespace aimet
