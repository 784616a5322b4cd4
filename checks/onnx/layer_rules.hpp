// SPDX-License-Identifier: Apache-2.0
#pragma once
// Rules for layers: convolution, recurrent layers, attention, losses, quantization, control flow. Sources:
// symbolic_opset9.py, 12, 13, 14, 16, 17 of PyTorch 1.13 and 2.6.

#include "checks/onnx/rule.hpp"

namespace aimet::onnx {

RuleTable layer_rules();

}  // namespace aimet::onnx
