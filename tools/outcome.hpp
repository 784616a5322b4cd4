// SPDX-License-Identifier: Apache-2.0
#pragma once
// Processes the report of each file: removes known findings, sets the status, and writes the report.

#include <optional>
#include <string>

#include "tools/baseline.hpp"
#include "tools/options.hpp"
#include "tools/report_writer.hpp"
#include "tools/settings.hpp"

namespace aimet {

class Outcome {
 public:
  // Reads the baseline. Throws RunError(ErrorKind::usage).
  Outcome(const Options& options, FailOn fail_on);

  void add(ModelReport report);
  bool reader_gone() const { return writer_.reader_gone(); }
  const Summary& summary() const { return writer_.summary(); }
  // Writes the new baseline and the rest of the report. Returns the exit status.
  int finish(const std::string& libtorch);

 private:
  FailOn fail_on_;
  ReportWriter writer_;
  std::optional<Baseline> known_;
  std::string new_baseline_path_;
  std::optional<Baseline> new_baseline_;
  std::size_t known_count_ = 0;
};

}  // namespace aimet
