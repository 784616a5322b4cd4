// SPDX-License-Identifier: Apache-2.0
#pragma once
// Operators that convert, for operators that do not.

#include <string>

namespace aimet::onnx {

// What to write instead of the operator `name`; "" if no close relative of it converts.
std::string equivalent_of(const std::string& name);

}  // namespace aimet::onnx
