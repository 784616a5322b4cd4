// SPDX-License-Identifier: Apache-2.0
#pragma once
// How a wrapper takes the tensors out of what the model returns.

#include <optional>
#include <string>
#include <vector>

#include "checks/wrapper/kept.hpp"
#include "lib/model/model.hpp"

namespace aimet::wrapper {

// One expression for each tensor, in order: "out[\"logits\"]"; "*out[1]" where there are several. Nullopt where a part
// of the result is of unknown shape. Adds to `kept` what it needs.
std::optional<std::vector<std::string>> results_of(const Model& model, const Method& forward, std::vector<Kept>& kept);

}  // namespace aimet::wrapper
