// SPDX-License-Identifier: Apache-2.0
#pragma once
// How a wrapper extracts the tensors from what the model returns.

#include <optional>
#include <string>
#include <vector>

#include "checks/wrapper/kept.hpp"
#include "lib/model/model.hpp"

namespace aimet::wrapper {

// One expression for each tensor, in order: "out[\"logits\"]"; "*out[1]" for several. nullopt if the structure of a
// part of the result is unknown. Adds the attributes that the expressions need to `kept`.
std::optional<std::vector<std::string>> results_of(const Model& model, const Method& forward, std::vector<Kept>& kept);

}  // namespace aimet::wrapper
