// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <vector>

#include "lib/check/check.hpp"

namespace aimet {

// Files that lost their modules or classes: by torch.jit.freeze and what is built on it (optimize_for_inference,
// optimize_for_mobile), by PyTorch 1.0 or 1.1, or in a .pt2 file.
std::vector<Finding> frozen_model(const Model& model, const CheckOptions& options);

}  // namespace aimet
