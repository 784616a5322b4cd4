// SPDX-License-Identifier: Apache-2.0
#pragma once
// A .pt2 file, in the worker: each of its programs read and checked.

#include <optional>
#include <string>

#include "lib/report/report.hpp"
#include "lib/worker/worker.hpp"
#include "tools/settings.hpp"

namespace aimet {

// Returns nullopt if the file is something else. The report of a file with several programs holds one for each.
std::optional<ModelReport> validate_exported(int fd, const std::string& path, const Settings& settings,
                                             const Progress& progress);

// The reports of a file, one per program: `FILE:NAME` where it holds several.
std::vector<ModelReport> split_programs(ModelReport report);

// A model's report, whatever kind of file it comes from.
ModelReport report_of(const Model& model, const std::string& path, const Settings& settings, const Progress& progress);

}  // namespace aimet
