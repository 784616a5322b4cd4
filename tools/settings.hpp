// SPDX-License-Identifier: Apache-2.0
#pragma once
// What holds for one file: defaults, the config, those of its entries that match the file, and flags, each laid over
// the ones before.

#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "lib/check/check.hpp"
#include "lib/inputs/sample_spec.hpp"
#include "lib/report/report.hpp"
#include "tools/options.hpp"

namespace aimet {

struct Settings {
  std::optional<SampleSpec> inputs;
  bool static_run = false;
  std::vector<Check> checks;                           // those to run, sorted by id, with the severity asked for
  std::map<std::string, Severity> default_severities;  // of those whose severity was changed
  CheckOptions options;
  FailOn fail_on = FailOn::error;
  std::int64_t max_ops = 0;
  bool picture = false;  // the report carries the graph, for the page
};

// Gives findings the severity that was asked for; those below the check's own stay below.
void apply_severity(CheckResult& result, const Settings& settings);

// Passed or failed, from the findings that are left, with their severities.
void update_status(CheckResult& result);

struct SettingLayer {
  std::string origin;  // for people: "the command line"
  std::string files;   // the files that it is for, a glob; "": all
  std::string folder;  // where that glob starts
  // Keys as in the config, but "checks" is flat: "checks.reused-module" is off, on, note, warning or error.
  nlohmann::ordered_json values = nlohmann::ordered_json::object();
  std::optional<SampleSpec> inputs;  // what "inputs" among the values means
};

class SettingLayers {
 public:
  // Reads the config and what the flags name. Throws RunError(kUsage).
  explicit SettingLayers(const Options& options);

  Settings of(const std::string& file) const;
  Settings of_all_files() const { return of(""); }

  // The path of the config in force; none without one.
  const std::optional<std::string>& config() const { return config_; }

  // For --print-config: each key with its value and where that came from.
  nlohmann::ordered_json explained(const std::string& file) const;

 private:
  // Each key with the layer that has the last word.
  std::vector<std::pair<std::string, const SettingLayer*>> merged(const std::string& file) const;
  std::optional<std::string> config_;
  std::vector<SettingLayer> layers_;
  std::string working_folder_;  // a confined worker cannot ask for it
};

// The inputs that --input-shape or --input-spec describe; paths in a spec start at the spec's folder.
SampleSpec read_input_spec(const std::string& path);

}  // namespace aimet
