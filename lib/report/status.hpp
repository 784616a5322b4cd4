// SPDX-License-Identifier: Apache-2.0
#pragma once
// Passed, failed or error: of one model, and of the run as its exit status.

#include "lib/report/report.hpp"

namespace aimet {

// `error` if the model has one or a check failed to run; `failed` if a finding reaches `fail_on`; else `passed`.
ModelStatus status_of(const ModelReport& report, FailOn fail_on);

void add_to_summary(Summary& summary, const ModelReport& report);

// 0: passed. 1: findings. 2: a file could not be validated, whatever the others have.
int exit_status(const Summary& summary);

}  // namespace aimet
