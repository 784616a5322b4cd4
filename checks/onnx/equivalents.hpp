// SPDX-License-Identifier: Apache-2.0
#pragma once
// Replacements that convert, for operators that do not.

#include <string>

namespace aimet::onnx {

// What to write instead of the operator `name`; "" if no similar operator converts.
std::string equivalent_of(const std::string& name);

}  // namespace aimet::onnx
