// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <vector>

#include "lib/check/check.hpp"

namespace aimet {

// Modules and ops that behave as in training. AIMET calls the model in eval mode, but other users of the file may not.
std::vector<Finding> training_mode(const Model& model, const CheckOptions& options);

}  // namespace aimet
