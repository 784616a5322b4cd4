// SPDX-License-Identifier: Apache-2.0
#pragma once
// Rules for reading and writing elements, and for sorting. Sources: symbolic_opset9.py, 10, 11, 16 (index_put, gather,
// scatter_add, topk, sort, index_add, ...) of PyTorch 1.13 and 2.6.

#include "checks/onnx/rule.hpp"

namespace aimet::onnx {

RuleTable index_rules();

}  // namespace aimet::onnx
