// SPDX-License-Identifier: Apache-2.0
#pragma once
// The ops that a target supports, as the user lists them in the config. Every other op is a finding.

#include <vector>

#include "lib/check/check.hpp"
#include "lib/check/pattern.hpp"

namespace aimet {

inline constexpr const char* kNotAllowed = "not-allowed";  // the check's id

// Returns a finding for each op that computes a tensor and matches none of the patterns. The finding is a note if a
// pattern asks for something that the file does not contain.
std::vector<Finding> not_allowed(const Model& model, const CheckOptions& options, const std::vector<Pattern>& allowed);

}  // namespace aimet
