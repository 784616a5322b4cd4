// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <vector>

#include "lib/check/check.hpp"

namespace aimet {

// Branches and loops that depend on the values of a tensor: AIMET reads a model with torch.jit.trace, which fixes them.
std::vector<Finding> data_dependent_control_flow(const Model& model, const CheckOptions& options);

}  // namespace aimet
