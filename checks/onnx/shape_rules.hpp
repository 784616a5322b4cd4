// SPDX-License-Identifier: Apache-2.0
#pragma once
// Rules for shapes, splitting and padding. Sources: symbolic_opset9.py, 10, 11, 13 (split, unbind, slice, roll,
// pixel_shuffle, pad, ...) and symbolic_helper.py (_is_split_static) of PyTorch 1.13 and 2.6.

#include "checks/onnx/rule.hpp"

namespace aimet::onnx {

RuleTable shape_rules();

}  // namespace aimet::onnx
