// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <vector>

#include "lib/check/check.hpp"

namespace aimet {

// AIMET calls the model in eval mode; whoever loads the file may not.
std::vector<Finding> training_mode(const Model& model, const CheckOptions& options);

}  // namespace aimet
