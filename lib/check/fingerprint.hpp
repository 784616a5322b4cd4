// SPDX-License-Identifier: Apache-2.0
#pragma once
// A finding's identity from one export of the model to the next.

#include <string>
#include <vector>

#include "lib/check/finding.hpp"

namespace aimet {

// Sets each finding's fingerprint: 16 hex digits from the check, the module and its class, and the op's type;
// equal ones are distinguished by their order. Line numbers, op numbers and class mangles do not enter.
void set_fingerprints(const std::string& check_id, std::vector<Finding>& findings);

}  // namespace aimet
