// SPDX-License-Identifier: Apache-2.0
#pragma once
// Settings that the model gives nothing to apply to: most likely a slip of the hand.

#include <string>
#include <vector>

#include "lib/check/check.hpp"

namespace aimet {

// One sentence for each exclude that names no module, and for each allowed op that neither the model nor AIMET knows.
std::vector<std::string> hints(const Model& model, const CheckOptions& options);

// Of the allowed op types those that compute values: AIMET will not quantize them. As the user wrote them.
std::vector<std::string> allowed_ops_that_compute(const CheckOptions& options);

}  // namespace aimet
