// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <vector>

#include "lib/check/check.hpp"

namespace aimet {

// AIMET: model_validator/validation_checks.py, validate_for_missing_modules.
std::vector<Finding> missing_module(const Model& model, const CheckOptions& options);

}  // namespace aimet
