// SPDX-License-Identifier: Apache-2.0
#pragma once
// Validates a .pt2 file in the worker: reads and checks each of its programs.

#include <optional>
#include <string>

#include "lib/report/report.hpp"
#include "lib/worker/worker.hpp"
#include "tools/settings.hpp"

namespace aimet {

// Returns nullopt if the file is not a .pt2 file. The report of a file with several programs contains one for each.
std::optional<ModelReport> validate_exported(int fd, const std::string& path, const Settings& settings,
                                             const Progress& progress);

// Splits the report of a file with several programs into one per program, with the path `FILE:NAME`. Returns any other
// report as the only element.
std::vector<ModelReport> split_programs(ModelReport report);

// Runs the checks and returns the model's report. Used for every kind of file.
ModelReport report_of(const Model& model, const std::string& path, const Settings& settings, const Progress& progress);

}  // namespace aimet
