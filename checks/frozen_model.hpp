// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <vector>

#include "lib/check/check.hpp"

namespace aimet {

// torch.jit.freeze and what is built on it (optimize_for_inference, optimize_for_mobile).
std::vector<Finding> frozen_model(const Model& model, const CheckOptions& options);

}  // namespace aimet
