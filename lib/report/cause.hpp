// SPDX-License-Identifier: Apache-2.0
#pragma once
// Groups findings by cause: a class that is used at twenty places of a model contains the line to change only once.

#include <vector>

#include "lib/check/finding.hpp"

namespace aimet {

// Findings that a single edit fixes: they have the same Python lines, op kind, module class and remedy.
struct Cause {
  std::vector<const Finding*> findings;  // the first represents all
};

std::vector<Cause> group_by_cause(const std::vector<Finding>& findings);

}  // namespace aimet
