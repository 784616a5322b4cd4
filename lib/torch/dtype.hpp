// SPDX-License-Identifier: Apache-2.0
#pragma once
// PyTorch's names of element types ("float32"); c10's names differ ("Float").

#include <c10/core/ScalarType.h>

#include <string>

namespace aimet {

// Returns c10's name for a type that PyTorch's users do not see.
std::string dtype_name(c10::ScalarType type);

// Throws std::out_of_range for an unknown name.
c10::ScalarType scalar_type(const std::string& dtype);

}  // namespace aimet
