// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <vector>

#include "lib/check/check.hpp"

namespace aimet {

// Models that PyTorch has quantized: with quantize_dynamic, convert or convert_fx of torch.ao.quantization, or with
// their predecessors.
std::vector<Finding> quantized_model(const Model& model, const CheckOptions& options);

}  // namespace aimet
