// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <vector>

#include "lib/check/check.hpp"

namespace aimet {

// AIMET: Docs/api_docs/torch_model_guidelines.rst, "Use only torch.Tensor or tuples of torch.Tensors".
std::vector<Finding> non_tensor_io(const Model& model, const CheckOptions& options);

}  // namespace aimet
