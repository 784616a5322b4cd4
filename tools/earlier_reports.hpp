// SPDX-License-Identifier: Apache-2.0
#pragma once
// Merges reports of earlier runs, perhaps on other machines, into one.

#include <string>
#include <vector>

#include "lib/report/report.hpp"

namespace aimet {

// Returns the models of json and jsonl reports, sorted by path. Throws RunError(ErrorKind::usage) for a file that is
// not a report or was cut short, and for a model that is reported twice.
std::vector<ModelReport> read_earlier_reports(const std::vector<std::string>& files);

// Returns a report with an error for each expected model that has no report. Throws RunError(ErrorKind::usage) for a
// report of a model that was not expected.
std::vector<ModelReport> missing_reports(const std::vector<ModelReport>& reports,
                                         const std::vector<std::string>& expected);

}  // namespace aimet
