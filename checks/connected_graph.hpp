// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <vector>

#include "lib/check/check.hpp"

namespace aimet {

// AIMET: meta/connectedgraph.py. Each cause is a place where torch.jit.trace or the construction of the graph raises.
std::vector<Finding> connected_graph(const Model& model, const CheckOptions& options);

}  // namespace aimet
