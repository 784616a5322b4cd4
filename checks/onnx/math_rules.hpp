// SPDX-License-Identifier: Apache-2.0
#pragma once
// Rules for elementwise operators, reductions and linear algebra. Sources: symbolic_opset9.py, 11, 13, 18 (bitwise_not,
// __and_, norm, linalg_matrix_norm, threshold, elu, cumsum, ...) of PyTorch 1.13 and 2.6.

#include "checks/onnx/rule.hpp"

namespace aimet::onnx {

RuleTable math_rules();

}  // namespace aimet::onnx
