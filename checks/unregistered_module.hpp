// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <vector>

#include "lib/check/check.hpp"

namespace aimet {

// QuantizationSimModel of AIMET 2 converts each module by its class, and raises for a leaf whose class it does not
// know.
std::vector<Finding> unregistered_module(const Model& model, const CheckOptions& options);

}  // namespace aimet
