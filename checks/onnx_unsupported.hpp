// SPDX-License-Identifier: Apache-2.0
#pragma once
// Whether torch.onnx.export (the exporter that converts TorchScript) would accept this file.

#include <vector>

#include "lib/check/check.hpp"

namespace aimet {

std::vector<Finding> onnx_unsupported(const Model& model, const CheckOptions& options);

}  // namespace aimet
