// SPDX-License-Identifier: Apache-2.0
#pragma once
// What is unusual about the model, and settings that match nothing in it: most likely typing errors.

#include <string>
#include <vector>

#include "lib/check/check.hpp"

namespace aimet {

// One sentence each: the model's remarks, a DataParallel wrapper, activations that may be one object in Python, each
// exclude that matches no module, and each allowed op that neither the model nor AIMET knows.
std::vector<std::string> hints(const Model& model, const CheckOptions& options);

// The allowed op types that compute values, as the user wrote them. AIMET will not quantize these ops.
std::vector<std::string> allowed_ops_that_compute(const CheckOptions& options);

}  // namespace aimet
