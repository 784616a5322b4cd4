// SPDX-License-Identifier: Apache-2.0
#pragma once
// Many findings, one cause: a class that is used at twenty places of a model holds the line to change once.

#include <vector>

#include "lib/check/finding.hpp"

namespace aimet {

// Findings that one edit of one place repairs: the same Python lines, op kind, module class and remedy.
struct Cause {
  std::vector<const Finding*> findings;  // the first speaks for all
};

std::vector<Cause> group_by_cause(const std::vector<Finding>& findings);

}  // namespace aimet
