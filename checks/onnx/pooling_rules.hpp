// SPDX-License-Identifier: Apache-2.0
#pragma once
// Rules for pooling and resizing. Sources: symbolic_opset9.py (_adaptive_pool, _max_pool, _avg_pool, _interpolate),
// symbolic_opset10.py, symbolic_opset11.py, symbolic_helper.py (_avgpool_helper, _interpolate_get_scales_and_mode) of
// PyTorch 1.13 and 2.6.

#include "checks/onnx/rule.hpp"

namespace aimet::onnx {

RuleTable pooling_rules();

}  // namespace aimet::onnx
