// SPDX-License-Identifier: Apache-2.0
#pragma once
// The class that AIMET knows and that does the same as a leaf of the user's own.

#include <optional>
#include <string>

#include "lib/check/aimet_rules.hpp"
#include "lib/model/model.hpp"

namespace aimet {

// The class that computes the only op of this call of a leaf, with the same parameters: "torch.nn.GroupNorm",
// "aimet_torch.nn.modules.custom.Add". nullopt if the leaf does more, or no such class does the same.
std::optional<std::string> class_that_does_the_same(const Model& model, const AimetRules& rules, CallId call);

}  // namespace aimet
