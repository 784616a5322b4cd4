// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <vector>

#include "lib/check/check.hpp"

namespace aimet {

// AIMET keeps encodings per module (aimet_torch/qc_quantize_op.py, param_quantizers), even for a tensor that two
// modules share.
std::vector<Finding> shared_parameter(const Model& model, const CheckOptions& options);

}  // namespace aimet
