// SPDX-License-Identifier: Apache-2.0
#pragma once
// A sample input as its spec says it, before forward's schema has its say.

#include <ATen/core/ivalue.h>

#include "lib/inputs/sample_spec.hpp"

namespace aimet {

// Throws RunError(inputs) for what cannot be made or read.
c10::IValue natural_value(const InputSpec& input);

}  // namespace aimet
