// SPDX-License-Identifier: Apache-2.0
#pragma once
// The command line: its parsed options, and the only definition of every flag, from which parsing, --help, the man page
// and the completions are derived.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace aimet {

// The settings that flags gave. Empty or nullopt: not given, so the config or the default applies.
struct SettingFlags {
  std::vector<std::string> input_shapes;
  std::string input_spec;
  bool static_run = false;
  std::vector<std::string> checks;  // globs
  std::vector<std::string> ignores;
  std::vector<std::string> exclude_modules;
  std::vector<std::string> allow_ops;
  std::string aimet_version;
  std::string torch_version;
  std::optional<int> opset;
  std::string fail_on;
  std::optional<std::int64_t> max_ops;
};

struct Options {
  bool help = false;
  bool version = false;
  bool list_checks = false;
  std::string explain;  // a check's id
  bool print_config = false;

  std::vector<std::string> models;  // files and folders
  std::string files_from;           // a file, or "-"
  SettingFlags settings;
  std::string config;  // "": the nearest one
  bool no_config = false;
  std::vector<std::string> from_reports;  // if not empty, `models` are reports too
  std::string expect_files;               // a file, or "-"

  std::string baseline;
  std::string write_baseline;
  std::vector<std::string> path_maps;  // FROM=TO
  std::string format = "text";
  std::string suggest = "text";
  bool fix = false;
  bool unsafe_fixes = false;
  std::string output;  // "": stdout
  std::string color = "auto";
  bool quiet = false;
  bool verbose = false;

  std::optional<int> jobs;
  std::optional<int> timeout;                 // seconds
  std::optional<std::uint64_t> memory_limit;  // bytes
  bool require_sandbox = false;
  bool no_sandbox = false;
  std::vector<std::string> op_libraries;
  std::vector<std::string> check_libraries;
};

// Throws RunError(ErrorKind::usage) with one sentence.
Options parse_options(int argc, const char* const* argv);

// A flag as --help, the man page and the shell completions show it.
struct FlagHelp {
  std::string group;
  std::vector<std::string> names;  // "-q", "--quiet"
  std::string value;               // "FILE", "text|json"; "" for a switch
  std::string description;
  bool repeatable = false;
};
std::vector<FlagHelp> flag_helps();

}  // namespace aimet
