// SPDX-License-Identifier: Apache-2.0
#include "lib/report/parse_report.hpp"

#include <fmt/format.h>

#include <cstdint>
#include <initializer_list>
#include <limits>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "lib/inputs/strict_json.hpp"
#include "lib/model/error.hpp"
#include "lib/report/escape.hpp"
#include "lib/report/identifier.hpp"
#include "lib/report/names.hpp"

namespace aimet {
namespace {

using Json = nlohmann::ordered_json;

[[noreturn]] void refuse(const std::string& where, const std::string& what) {
  throw RunError(ErrorKind::internal, fmt::format("The result of the file could not be read: {} at {}.", what,
                                                  where.empty() ? "the top" : where));
}

// A JSON value that knows its place in the document, for error messages. Must not outlive the node that it is part of.
class Node {
 public:
  explicit Node(const Json& json) : json_(json) {}

  std::string where() const {
    if (parent_ == nullptr) return "";
    return parent_->where() + "/" + (name_ == nullptr ? std::to_string(index_) : name_);
  }
  bool is_null() const { return json_.is_null(); }

  // Throws unless the value is an object with exactly these members.
  void must_have(std::initializer_list<const char*> names) const {
    if (!json_.is_object()) refuse(where(), fmt::format("expected an object, found {}", json_.type_name()));
    for (const char* name : names)
      if (!json_.contains(name)) refuse(where(), fmt::format("\"{}\" is missing", name));
    if (json_.size() != names.size()) refuse(where(), "there are members that do not belong");
  }

  Node operator[](const char* name) const { return {json_[name], *this, name, 0}; }

  template <typename Read>
  auto list(Read read) const {
    if (!json_.is_array()) refuse(where(), fmt::format("expected a list, found {}", json_.type_name()));
    std::vector<decltype(read(*this))> out;
    out.reserve(json_.size());
    for (std::size_t i = 0; i < json_.size(); ++i) out.push_back(read(Node(json_[i], *this, nullptr, i)));
    return out;
  }

  std::string text() const {
    if (!json_.is_string()) refuse(where(), fmt::format("expected a string, found {}", json_.type_name()));
    return json_.get<std::string>();
  }

  bool flag() const {
    if (!json_.is_boolean()) refuse(where(), fmt::format("expected true or false, found {}", json_.type_name()));
    return json_.get<bool>();
  }

  std::string identifier() const {
    std::string id = text();
    if (!is_identifier(id))
      refuse(where(), fmt::format("\"{}\" is not an identifier", escape(id.substr(0, kLongestIdentifier))));
    return id;
  }

  std::int64_t number(std::int64_t largest) const {
    if (!json_.is_number_integer()) refuse(where(), fmt::format("expected an integer, found {}", json_.type_name()));
    // The library stores numbers that do not fit int64 as unsigned.
    if (json_.is_number_unsigned() && json_.get<std::uint64_t>() > static_cast<std::uint64_t>(largest))
      refuse(where(), "the number is too large");
    const auto value = json_.get<std::int64_t>();
    if (value < 0) refuse(where(), "the number is negative");
    return value;
  }

  template <typename Enum, std::size_t Size>
  Enum one_of(const Names<Enum, Size>& names) const {
    const std::string word = text();
    for (const auto& [value, name] : names)
      if (name == word) return value;
    refuse(where(), fmt::format("unknown word \"{}\"", escape(word.substr(0, 40))));
  }

 private:
  Node(const Json& json, const Node& parent, const char* name, std::size_t index)
      : json_(json), parent_(&parent), name_(name), index_(index) {}

  const Json& json_;
  const Node* parent_ = nullptr;
  const char* name_ = nullptr;  // nullptr for an element of a list
  std::size_t index_ = 0;
};

std::optional<std::string> text_or_null(const Node& node) {
  return node.is_null() ? std::nullopt : std::optional(node.text());
}

int line_number(const Node& node) { return static_cast<int>(node.number(std::numeric_limits<int>::max())); }

SourceLocation source_of(const Node& node) {
  node.must_have({"file", "line", "column", "text", "function"});
  return {node["file"].text(), line_number(node["line"]), line_number(node["column"]), node["text"].text(),
          node["function"].text()};
}

std::optional<Constructor> constructor_of(const Node& node) {
  if (node.is_null()) return std::nullopt;
  node.must_have({"type", "arguments"});
  const auto argument_of = [](const Node& argument) {
    argument.must_have({"name", "value"});
    return Constructor::Argument{text_or_null(argument["name"]).value_or(""), argument["value"].text()};
  };
  return Constructor{node["type"].text(), node["arguments"].list(argument_of)};
}

std::optional<Suggestion> suggestion_of(const Node& node) {
  if (node.is_null()) return std::nullopt;
  node.must_have({"kind", "define", "use", "caution", "overwritten_line", "owner_runs", "library_line", "attributes",
                  "constructor", "passing", "arguments"});
  const auto text = [](const Node& element) { return element.text(); };
  Suggestion suggestion;
  suggestion.kind = node["kind"].one_of(kSuggestionKindNames);
  suggestion.attributes = node["attributes"].list(text);
  suggestion.constructor = constructor_of(node["constructor"]);
  suggestion.passing = text_or_null(node["passing"]).value_or("");
  suggestion.arguments = node["arguments"].list(text);
  if (suggestion.kind == SuggestionKind::text || suggestion.kind == SuggestionKind::size_as_number)
    suggestion.text = node["use"].text();
  suggestion.caution = text_or_null(node["caution"]).value_or("");
  suggestion.overwritten_line = line_number(node["overwritten_line"]);
  suggestion.owner_runs = line_number(node["owner_runs"]);
  if (!node["library_line"].is_null()) suggestion.library_line = source_of(node["library_line"]);
  return suggestion;
}

std::optional<Edit> edit_of(const Node& node) {
  if (node.is_null()) return std::nullopt;
  node.must_have({"file", "refused", "written"});
  return Edit{text_or_null(node["file"]).value_or(""), text_or_null(node["refused"]).value_or(""),
              node["written"].flag()};
}

Finding finding_of(const Node& node) {
  node.must_have({"message", "help", "severity", "module", "module_type", "op", "op_kind", "op_type", "calls",
                  "sources", "suggestion", "edit", "modules", "snippet", "fingerprint"});
  Finding finding;
  finding.message = node["message"].text();
  finding.help = node["help"].text();
  finding.severity = node["severity"].one_of(kSeverityNames);
  finding.module = node["module"].text();
  finding.module_type = node["module_type"].text();
  finding.op = text_or_null(node["op"]);
  finding.op_kind = text_or_null(node["op_kind"]);
  finding.op_type = text_or_null(node["op_type"]);
  if (!node["calls"].is_null()) finding.calls = node["calls"].number(std::numeric_limits<std::int64_t>::max());
  finding.sources = node["sources"].list(source_of);
  finding.suggestion = suggestion_of(node["suggestion"]);
  finding.edit = edit_of(node["edit"]);
  finding.modules = node["modules"].list([](const Node& path) { return path.text(); });
  finding.snippet = text_or_null(node["snippet"]).value_or("");
  finding.fingerprint = node["fingerprint"].text();
  return finding;
}

CheckResult check_of(const Node& node) {
  node.must_have({"id", "status", "reason", "severity", "findings"});
  CheckResult check;
  check.id = node["id"].identifier();
  check.status = node["status"].one_of(kCheckStatusNames);
  check.reason = text_or_null(node["reason"]);
  check.severity = node["severity"].one_of(kSeverityNames);
  check.findings = node["findings"].list(finding_of);
  return check;
}

std::int64_t count_of(const Node& node) { return node.number(std::numeric_limits<std::int64_t>::max()); }

std::optional<std::int64_t> count_or_null(const Node& node) {
  return node.is_null() ? std::nullopt : std::optional(count_of(node));
}

CoveredOp covered_op_of(const Node& node) {
  node.must_have({"op", "type", "module", "encoding", "why", "source", "times", "multiply_accumulates"});
  CoveredOp op;
  op.op = node["op"].text();
  op.type = node["type"].text();
  op.module = node["module"].text();
  op.encoding = node["encoding"].one_of(kEncodingNames);
  op.why = text_or_null(node["why"]).value_or("");
  if (!node["source"].is_null()) op.source = source_of(node["source"]);
  op.times = count_of(node["times"]);
  op.multiply_accumulates = count_or_null(node["multiply_accumulates"]);
  return op;
}

std::optional<Coverage> coverage_of(const Node& node) {
  if (node.is_null()) return std::nullopt;
  node.must_have({"aimet_since", "ops", "quantized", "not_needed", "none", "multiply_accumulates",
                  "multiply_accumulates_quantized", "list"});
  Coverage coverage;
  coverage.aimet_since = node["aimet_since"].text();
  coverage.ops = count_of(node["ops"]);
  coverage.quantized = count_of(node["quantized"]);
  coverage.not_needed = count_of(node["not_needed"]);
  coverage.none = count_of(node["none"]);
  coverage.multiply_accumulates = count_or_null(node["multiply_accumulates"]);
  coverage.multiply_accumulates_quantized = count_or_null(node["multiply_accumulates_quantized"]);
  coverage.list = node["list"].list(covered_op_of);
  return coverage;
}

std::optional<ReportError> error_of(const Node& node) {
  if (node.is_null()) return std::nullopt;
  node.must_have({"kind", "message"});
  return ReportError{node["kind"].one_of(kErrorKindNames), node["message"].text()};
}

ModelReport model_of(const Node& node) {
  node.must_have({"path", "status", "error", "source", "mode", "static_reason", "confinement", "hints", "output",
                  "checks", "coverage"});
  ModelReport model;
  model.path = node["path"].text();
  model.status = node["status"].one_of(kModelStatusNames);
  model.error = error_of(node["error"]);
  model.source = node["source"].one_of(kSourceFormNames);
  model.mode = node["mode"].one_of(kModeNames);
  model.static_reason = text_or_null(node["static_reason"]).value_or("");
  model.confinement = node["confinement"].list([](const Node& measure) { return measure.text(); });
  model.hints = node["hints"].list([](const Node& hint) { return hint.text(); });
  model.output = node["output"].text();
  model.checks = node["checks"].list(check_of);
  model.coverage = coverage_of(node["coverage"]);
  return model;
}

// Far above a real report (1 KB per finding), but low enough for the program to survive any file. A report nests 15
// levels deep.
constexpr JsonLimits kLimits{20, 64, 4'000'000, std::size_t{64} << 20};

Json parse_bounded(std::string_view bytes) {
  try {
    return parse_strict_json(bytes, "the report", kLimits);
  } catch (const RunError& problem) {
    refuse("", problem.what());
  }
}

}  // namespace

ModelReport parse_model_report(std::string_view json) {
  const Json parsed = parse_bounded(json);
  return model_of(Node(parsed));
}

}  // namespace aimet
