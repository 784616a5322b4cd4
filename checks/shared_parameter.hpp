// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <vector>

#include "lib/check/check.hpp"

namespace aimet {

// AIMET keeps encodings by module (aimet_torch/qc_quantize_op.py, param_quantizers), also for a tensor that two share.
std::vector<Finding> shared_parameter(const Model& model, const CheckOptions& options);

}  // namespace aimet
