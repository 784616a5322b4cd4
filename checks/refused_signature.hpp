// SPDX-License-Identifier: Apache-2.0
#pragma once
// What torch.jit.trace, as AIMET calls it, refuses to take or to return.

#include <string>
#include <vector>

#include "lib/check/finding.hpp"
#include "lib/model/model.hpp"

namespace aimet {

// About a module for which AIMET cannot build its connected graph.
Finding connected_graph_finding(const Module& module, const std::string& why, std::string help);

// The inputs and outputs of the model that a trace cannot have (torch/csrc/jit/frontend/tracer.cpp, getOutput and
// addInput).
std::vector<Finding> refused_signature(const Model& model);

}  // namespace aimet
