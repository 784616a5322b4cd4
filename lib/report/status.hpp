// SPDX-License-Identifier: Apache-2.0
#pragma once
// The status of a model, and the exit status of the run.

#include "lib/report/report.hpp"

namespace aimet {

// Returns error if the report has one or if a check threw, failed if a finding reaches `fail_on`, else passed.
ModelStatus status_of(const ModelReport& report, FailOn fail_on);

void add_to_summary(Summary& summary, const ModelReport& report);

// Returns 2 if a model has the status error, else 1 if one failed, else 0.
int exit_status(const Summary& summary);

}  // namespace aimet
