// SPDX-License-Identifier: Apache-2.0
#pragma once
// Which findings make a check, a file and a run fail.

#include <vector>

#include "lib/check/finding.hpp"

namespace aimet {

enum class FailOn { error, warning, never };

bool reaches(Severity severity, FailOn fail_on);

// Returns failed if a finding reaches `fail_on`, else passed. A check's own status is its verdict at FailOn::warning.
CheckStatus verdict(const std::vector<Finding>& findings, FailOn fail_on);

}  // namespace aimet
