// SPDX-License-Identifier: Apache-2.0
#pragma once
// What AIMET will quantize of the model, op by op.

#include <optional>

#include "lib/check/check.hpp"
#include "lib/check/coverage.hpp"

namespace aimet {

// None where the file has no modules or classes left (frozen), or is quantized already.
std::optional<Coverage> coverage(const Model& model, const CheckOptions& options);

}  // namespace aimet
