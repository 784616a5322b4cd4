// SPDX-License-Identifier: Apache-2.0
#pragma once
// The part of the spec that says what one tensor is: shape, dtype, fill.

#include <cstdint>
#include <nlohmann/json_fwd.hpp>

#include "lib/inputs/sample_spec.hpp"
#include "lib/inputs/strict_json.hpp"

namespace aimet {

// `json` is an object with a "shape" and no keys that a tensor does not have.
TensorSpec read_tensor(const nlohmann::ordered_json& json, const JsonPlace& place);

std::uint64_t read_seed(const nlohmann::ordered_json& json, const JsonPlace& place);

}  // namespace aimet
