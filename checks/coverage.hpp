// SPDX-License-Identifier: Apache-2.0
#pragma once
// What AIMET will quantize of the model, op by op.

#include <optional>

#include "lib/check/check.hpp"
#include "lib/check/coverage.hpp"

namespace aimet {

// nullopt if the file has lost its modules or classes (frozen), or is already quantized.
std::optional<Coverage> coverage(const Model& model, const CheckOptions& options);

}  // namespace aimet
