// SPDX-License-Identifier: Apache-2.0
#pragma once
// Makes the picture of a model from its facts.

#include <vector>

#include "lib/check/check.hpp"
#include "lib/report/model_graph.hpp"

namespace aimet {

// Also sets the place in the picture of each finding.
ModelGraph picture_of(const Model& model, const CheckOptions& options, std::vector<CheckResult>& checks);

}  // namespace aimet
