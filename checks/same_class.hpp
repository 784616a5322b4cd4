// SPDX-License-Identifier: Apache-2.0
#pragma once
// The class that AIMET knows and that does what a leaf of the user's own does.

#include <optional>
#include <string>

#include "lib/check/aimet_rules.hpp"
#include "lib/model/model.hpp"

namespace aimet {

// "torch.nn.GroupNorm", "aimet_torch.nn.modules.custom.Add": what computes the one op of this call of a leaf, with the
// same parameters. None where the leaf does more, or something that no such class does.
std::optional<std::string> class_that_does_the_same(const Model& model, const AimetRules& rules, CallId call);

}  // namespace aimet
