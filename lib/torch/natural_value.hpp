// SPDX-License-Identifier: Apache-2.0
#pragma once
// Makes the value of a sample input from its spec alone, before forward's schema is applied.

#include <ATen/core/ivalue.h>

#include "lib/inputs/sample_spec.hpp"

namespace aimet {

// Throws RunError(ErrorKind::inputs) if the value cannot be made or read.
c10::IValue natural_value(const InputSpec& input);

}  // namespace aimet
