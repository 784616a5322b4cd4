// SPDX-License-Identifier: Apache-2.0
#pragma once
// What the target can do, as a user writes it in the config: every other op is a finding.

#include <vector>

#include "lib/check/check.hpp"
#include "lib/check/pattern.hpp"

namespace aimet {

inline constexpr const char* kNotAllowed = "not-allowed";  // the check's id

// A finding for each op that computes something and matches none of the patterns. A note where a pattern asks for
// something that the file does not contain.
std::vector<Finding> not_allowed(const Model& model, const CheckOptions& options, const std::vector<Pattern>& allowed);

}  // namespace aimet
