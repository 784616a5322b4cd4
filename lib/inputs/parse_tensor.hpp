// SPDX-License-Identifier: Apache-2.0
#pragma once
// Parses the description of one tensor in the spec: shape, dtype, fill.

#include <cstdint>
#include <nlohmann/json_fwd.hpp>

#include "lib/inputs/sample_spec.hpp"
#include "lib/inputs/strict_json.hpp"

namespace aimet {

// `json` must be an object with a "shape" and no keys other than a tensor's.
TensorSpec read_tensor(const nlohmann::ordered_json& json, const JsonPlace& place);

std::uint64_t read_seed(const nlohmann::ordered_json& json, const JsonPlace& place);

}  // namespace aimet
