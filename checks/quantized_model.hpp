// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <vector>

#include "lib/check/check.hpp"

namespace aimet {

// torch.ao.quantization's quantize_dynamic, convert, convert_fx, and what was made with them before.
std::vector<Finding> quantized_model(const Model& model, const CheckOptions& options);

}  // namespace aimet
