// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <vector>

#include "lib/check/check.hpp"

namespace aimet {

// What torch.jit.trace, by which AIMET reads a model, decides once and for all.
std::vector<Finding> data_dependent_control_flow(const Model& model, const CheckOptions& options);

}  // namespace aimet
