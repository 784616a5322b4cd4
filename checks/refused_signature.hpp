// SPDX-License-Identifier: Apache-2.0
#pragma once
// The inputs and outputs that torch.jit.trace, as AIMET calls it, refuses.

#include <string>
#include <vector>

#include "lib/check/finding.hpp"
#include "lib/model/model.hpp"

namespace aimet {

// A finding about a module for which AIMET cannot build its connected graph.
Finding connected_graph_finding(const Module& module, const std::string& why, std::string help);

// A finding for each input and output of the model that a trace cannot have (torch/csrc/jit/frontend/tracer.cpp,
// getOutput and addInput).
std::vector<Finding> refused_signature(const Model& model);

}  // namespace aimet
