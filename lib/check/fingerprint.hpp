// SPDX-License-Identifier: Apache-2.0
#pragma once
// Identifies a finding across exports of the model.

#include <string>
#include <vector>

#include "lib/check/finding.hpp"

namespace aimet {

// Sets each finding's fingerprint: 16 hex digits from the check, the module, the op's type and kind, and, if there is
// no op, the module's class. Findings that are equal in these are distinguished by their order. Line numbers, op
// numbers and class mangles do not count.
void set_fingerprints(const std::string& check_id, std::vector<Finding>& findings);

}  // namespace aimet
