// SPDX-License-Identifier: Apache-2.0
#pragma once
// Builds the graph of a model for the HTML page from the model's facts.

#include <vector>

#include "lib/check/check.hpp"
#include "lib/report/model_graph.hpp"

namespace aimet {

// Also sets Finding::place in `checks`. If there is no graph, ModelGraph::reason says why.
ModelGraph picture_of(const Model& model, const CheckOptions& options, std::vector<CheckResult>& checks);

}  // namespace aimet
