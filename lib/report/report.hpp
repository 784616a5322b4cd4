// SPDX-License-Identifier: Apache-2.0
#pragma once
// The result for the user: one ModelReport per file, and their summary. Its JSON form, schema_version 1, is defined in
// lib/report/report.schema.json.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "lib/check/coverage.hpp"
#include "lib/check/finding.hpp"
#include "lib/check/verdict.hpp"
#include "lib/model/error.hpp"
#include "lib/report/model_graph.hpp"

namespace aimet {

enum class ModelStatus { passed, failed, error };

struct ReportError {
  ErrorKind kind = ErrorKind::internal;
  std::string message;  // what is wrong, where, what to do
};

struct ModelReport {
  std::string path;  // as given, or as found below a given folder; raw bytes, which may not be UTF-8
  ModelStatus status = ModelStatus::passed;
  std::optional<ReportError> error;  // why it could not be validated; nullopt if it was
  SourceForm source = SourceForm::unknown;
  Mode mode = Mode::static_run;
  std::string static_reason;             // why nothing was executed; "" if observed
  std::vector<std::string> confinement;  // what confined the worker: "landlock", "seccomp", "rlimits"; empty: nothing
  std::vector<std::string> hints;        // settings that matched nothing, and what may have been meant
  std::vector<CheckResult> checks;
  std::optional<Coverage> coverage;  // nullopt if the file has no modules or could not be validated
  std::string output;                // what the model printed while it was loaded and run, truncated; shown with -v
  // Set only on the way from a worker to the parent: the reports of a file with several programs. Their `path` is the
  // name of the program.
  std::vector<ModelReport> programs;
  std::optional<ModelGraph> graph;  // nullopt unless an HTML page was requested
};

struct Summary {
  std::int64_t models = 0, passed = 0, failed = 0, errors = 0;
  std::int64_t finding_errors = 0, finding_warnings = 0, finding_notes = 0;
};

struct Tool {
  std::string name = "aimet-validate";
  std::string version;
  std::string libtorch;
};

// What --fix did with a Python file.
struct AppliedFix {
  std::string file;     // relative to the working folder
  std::string refused;  // why it could not be written; "" if it was
  bool uses_aimet = false;
};

struct Report {
  Tool tool;
  std::vector<ModelReport> models;
  Summary summary;
  std::optional<std::string> diff;               // of the Python files; nullopt unless requested
  std::optional<std::vector<AppliedFix>> fixes;  // likewise
};

}  // namespace aimet
