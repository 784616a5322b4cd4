// SPDX-License-Identifier: Apache-2.0
#pragma once
// The settings for one file. Their layers are the defaults, the config, its entries that match the file, and the flags;
// later layers override earlier ones.

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
  std::vector<Check> checks;                           // the checks to run, sorted by id, with the configured severity
  std::map<std::string, Severity> default_severities;  // of the checks whose severity was changed
  CheckOptions options;
  FailOn fail_on = FailOn::error;
  std::int64_t max_ops = 0;
  bool picture = false;  // the report contains the graph for the HTML page
};

// Gives the findings the configured severity. Findings below the check's default severity keep theirs, unless it is
// above the configured one.
void apply_severity(CheckResult& result, const Settings& settings);

// Sets the status passed or failed from the remaining findings and their severities. Does not change skipped and error.
void update_status(CheckResult& result);

struct SettingLayer {
  std::string origin;  // for users: "the command line"
  std::string files;   // a glob of the files that the layer applies to; "": all
  std::string folder;  // the folder that the glob is relative to
  // Keys as in the config, but "checks" is flat: "checks.reused-module" is off, on, note, warning or error.
  nlohmann::ordered_json values = nlohmann::ordered_json::object();
  std::optional<SampleSpec> inputs;  // the parsed value of "inputs"
};

class SettingLayers {
 public:
  // Opens the check libraries, and reads the config and the input spec. Throws RunError(ErrorKind::usage).
  explicit SettingLayers(const Options& options);

  Settings of(const std::string& file) const;
  Settings of_all_files() const { return of(""); }

  // The path of the config that applies; nullopt if there is none.
  const std::optional<std::string>& config() const { return config_; }

  // For --print-config: each key with its value and the origin of the value.
  nlohmann::ordered_json explained(const std::string& file) const;

 private:
  // Each key with the layer that determines its value.
  std::vector<std::pair<std::string, const SettingLayer*>> merged(const std::string& file) const;
  std::optional<std::string> config_;
  std::vector<SettingLayer> layers_;
  std::string working_folder_;  // kept, because a confined worker cannot query it
};

// The inputs that a file for --input-spec describes, with the bytes of the files that it names. Their paths are
// relative to its folder.
SampleSpec read_input_spec(const std::string& path);

}  // namespace aimet
