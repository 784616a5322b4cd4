// SPDX-License-Identifier: Apache-2.0
#include "tools/earlier_reports.hpp"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <string_view>

#include "lib/inputs/strict_json.hpp"
#include "lib/model/error.hpp"
#include "lib/report/escape.hpp"
#include "lib/report/json.hpp"
#include "lib/report/parse_report.hpp"
#include "tools/files.hpp"

namespace aimet {
namespace {

using Json = nlohmann::ordered_json;

// Enough for a report of a hundred thousand files. parse_model_report() checks the limits of each model.
constexpr JsonLimits kLimits{24, 64, 40'000'000, std::size_t{1} << 30};

[[noreturn]] void refuse(const std::string& place, const std::string& why) {
  throw RunError(ErrorKind::usage, "--from-report: " + place + ": " + why);
}

ModelReport parse_element(std::string_view json, const std::string& place) {
  try {
    return parse_model_report(json);
  } catch (const RunError& error) {
    refuse(place, escape(error.what()) + "; was the run that wrote it cut short?");
  }
}

void read_json(const Json& report, const std::string& place, std::vector<ModelReport>& models) {
  if (!report.contains("models") || !report["models"].is_array())
    refuse(place, "this is no report of aimet-validate: there is no array \"models\"");
  for (std::size_t i = 0; i < report["models"].size(); ++i)
    models.push_back(parse_element(report["models"][i].dump(), place + ": /models/" + std::to_string(i)));
}

void read_jsonl(std::string_view text, const std::string& place, std::vector<ModelReport>& models) {
  std::size_t number = 0;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    ++number;
    if (line.find_first_not_of(" \t\r") != std::string_view::npos)
      models.push_back(parse_element(line, place + ": line " + std::to_string(number)));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
}

bool begins_with_a_whole_line(std::string_view text) {
  const std::string_view line = text.substr(0, text.find('\n'));
  return line.size() < text.size() && Json::accept(line.begin(), line.end());
}

// A json report is one value over many lines; a jsonl report has one value per line.
std::vector<ModelReport> read_report(const std::string& file) {
  const std::string text = read_text_file(file, "--from-report");
  const std::string place = escape(file);
  std::vector<ModelReport> models;
  Json whole;
  try {
    whole = parse_strict_json(text, place, kLimits);
  } catch (const RunError& error) {
    // In a jsonl report, read_jsonl() reports the errors of each line.
    if (!begins_with_a_whole_line(text))
      throw RunError(ErrorKind::usage,
                     "--from-report: " + escape(error.what()) + "; was the run that wrote it cut short?");
  }
  if (whole.is_object() && !whole.contains("path")) {
    read_json(whole, place, models);
  } else {
    read_jsonl(text, place, models);
  }
  return models;
}

}  // namespace

std::vector<ModelReport> read_earlier_reports(const std::vector<std::string>& files) {
  std::vector<ModelReport> all;
  std::map<std::string, std::string> source;
  for (const std::string& file : files) {
    for (ModelReport& model : read_report(file)) {
      const auto [first, is_new] = source.emplace(model.path, file);
      if (!is_new)
        refuse(escape(file), escape(model.path) + " is reported twice: " +
                                 (first->second == file ? "both times here" : "also in " + escape(first->second)) +
                                 "; each model must be reported once");
      all.push_back(std::move(model));
    }
  }
  std::sort(all.begin(), all.end(), [](const ModelReport& a, const ModelReport& b) { return a.path < b.path; });
  return all;
}

std::vector<ModelReport> missing_reports(const std::vector<ModelReport>& reports,
                                         const std::vector<std::string>& expected) {
  std::set<std::string> missing;
  // Reports contain names that are not UTF-8 in their valid_utf8() form.
  for (const std::string& name : expected) missing.insert(valid_utf8(name));
  const std::set<std::string> wanted = missing;
  for (const ModelReport& report : reports) {
    if (wanted.count(report.path) == 0)
      throw RunError(ErrorKind::usage, "--expect-files: " + escape(report.path) + " is reported but not expected");
    missing.erase(report.path);
  }
  std::vector<ModelReport> lost;
  for (const std::string& path : missing) {
    ModelReport report;
    report.path = path;
    report.error = ReportError{ErrorKind::not_found,
                               "none of the reports contains this model, which --expect-files lists: its run did not "
                               "finish, or its report is missing from the command line"};
    lost.push_back(std::move(report));
  }
  return lost;
}

}  // namespace aimet
