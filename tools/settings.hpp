#pragma once
// What holds for one file, after defaults, config and flags have been laid over each other.

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "lib/check/check.hpp"
#include "lib/inputs/sample_spec.hpp"
#include "lib/report/report.hpp"
#include "tools/options.hpp"

namespace aimet {

struct Settings {
  std::optional<SampleSpec> inputs;
  bool static_run = false;
  std::vector<Check> checks;                   // those to run, sorted by id
  std::map<std::string, Severity> severities;  // of checks that are to weigh more or less than they do by default
  CheckOptions options;
  FailOn fail_on = FailOn::error;
  std::int64_t max_ops = 5'000'000;
};

// Reads what the flags name. Throws RunError(kUsage).
Settings settings_of(const SettingFlags& flags);

}  // namespace aimet
