// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <vector>

#include "lib/check/check.hpp"

namespace aimet {

// AIMET's connected graph contains only the modules that a forward pass reaches.
std::vector<Finding> unused_module(const Model& model, const CheckOptions& options);

}  // namespace aimet
