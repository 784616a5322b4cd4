// SPDX-License-Identifier: Apache-2.0
#pragma once
// One door to all forms of the report. Strings that come from a model (names, paths, source text, its own
// messages) are escaped here, so that a report is safe in a terminal, in a log and in a file.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lib/report/report.hpp"

namespace aimet {

enum class Format { text, json, jsonl, sarif, junit, github, html };

std::optional<Format> parse_format(std::string_view name);

// For models that were saved elsewhere: a source path below `from` is looked for, and shown, below `to`.
struct PathMap {
  std::string from;
  std::string to;
};

struct TextOptions {
  bool colour = false;
  int width = 0;         // columns of the terminal; 0: never wrap, as in a pipe
  bool verbose = false;  // everything, and what the model printed
  bool quiet = false;    // only the files that did not pass
};

// What a rule is, for formats that carry it along (SARIF).
struct RuleInfo {
  std::string id;
  std::string summary;
  Severity severity = Severity::error;
  std::string explanation_markdown;
  std::string help_uri = {};  // of a page that others wrote about it; "": none
};

enum class Suggest { text, diff };

struct RenderOptions {
  FailOn fail_on = FailOn::error;
  Suggest suggest = Suggest::text;
  bool fix = false;            // write the edits into the Python files
  bool unsafe_fixes = false;   // also those that keep the outputs but pin something
  std::string working_folder;  // absolute; paths below it are shown relative to it; "": paths stay as they are
  std::vector<PathMap> path_maps;
  std::vector<RuleInfo> rules;
  TextOptions text;
};

// The whole report.
std::string render(const Report& report, Format format, const RenderOptions& options);

// Whether each model can be written as soon as it is there.
bool can_stream(Format format, const RenderOptions& options);

}  // namespace aimet
