// SPDX-License-Identifier: Apache-2.0
#pragma once
// Renders the report in every format. Strings that come from a model (names, paths, source text, its own messages) are
// escaped here, so that a report is safe in a terminal, in a log and in a file.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lib/report/report.hpp"

namespace aimet {

enum class Format { text, json, jsonl, sarif, junit, github, html };

std::optional<Format> parse_format(std::string_view name);

// For models that were saved elsewhere: a source path below `from` is looked up and shown below `to`.
struct PathMap {
  std::string from;
  std::string to;
};

struct TextOptions {
  bool colour = false;
  int width = 0;         // columns of the terminal; 0: never wrap, as in a pipe
  bool verbose = false;  // everything, including the model's output
  bool quiet = false;    // only the files that did not pass, without notes
};

// The description of a rule. SARIF contains all of it; text and HTML show the summary.
struct RuleInfo {
  std::string id;
  std::string summary;
  Severity severity = Severity::error;
  std::string explanation_markdown;
  std::string help_uri = {};  // of a third-party page about it; "" if there is none
};

enum class Suggest { text, diff };

struct RenderOptions {
  FailOn fail_on = FailOn::error;
  Suggest suggest = Suggest::text;
  bool fix = false;            // write the edits into the Python files
  bool unsafe_fixes = false;   // also edits that keep the outputs but pin a value: int(...) around sizes
  std::string working_folder;  // absolute; paths below it are shown relative to it; if "", paths stay unchanged
  std::vector<PathMap> path_maps;
  std::vector<RuleInfo> rules;
  TextOptions text;
};

std::string render(const Report& report, Format format, const RenderOptions& options);

// Whether each model can be written as soon as its report is complete.
bool can_stream(Format format, const RenderOptions& options);

}  // namespace aimet
