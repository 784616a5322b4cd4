// SPDX-License-Identifier: Apache-2.0
#pragma once
// Rules that a user writes in the config: "no GELU on this target", "no float64".

#include <string>
#include <vector>

#include "lib/check/check.hpp"
#include "lib/check/pattern.hpp"

namespace aimet {

struct Rule {
  std::string id;
  Severity severity = Severity::error;
  std::string message;
  std::string help;
  Pattern match;
};

// Returns a finding for each op, module or tensor that the rule matches. A condition on something that the file does
// not contain does not match.
std::vector<Finding> matches_of(const Model& model, const CheckOptions& options, const Rule& rule);

}  // namespace aimet
