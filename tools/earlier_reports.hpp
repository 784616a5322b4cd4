// SPDX-License-Identifier: Apache-2.0
#pragma once
// Reports of earlier runs, perhaps on other machines, made into one.

#include <string>
#include <vector>

#include "lib/report/report.hpp"

namespace aimet {

// The models of json and jsonl reports, sorted by path. Throws RunError(kUsage) for a file that is no report or was cut
// short, and for a model that is reported twice.
std::vector<ModelReport> read_earlier_reports(const std::vector<std::string>& files);

// What is wrong with the set: one report with an error for each expected model that has none. Throws
// RunError(kUsage) for a model that was not expected.
std::vector<ModelReport> missing_reports(const std::vector<ModelReport>& reports,
                                         const std::vector<std::string>& expected);

}  // namespace aimet
