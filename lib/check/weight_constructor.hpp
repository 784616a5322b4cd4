// SPDX-License-Identifier: Apache-2.0
#pragma once
// The layer for a functional that is given its weights: they are in no argument, their shape is.

#include <cstdint>
#include <optional>

#include "lib/check/finding.hpp"
#include "lib/model/model.hpp"

namespace aimet {

constexpr std::int32_t kLayerNormWeight = 2;  // native_functions.yaml: layer_norm(input, normalized_shape, weight, ...)

// "torch.nn.Conv2d(3, 8, 3, bias=False)" for linear, embedding and the convolutions; none for other ops, and where the
// file does not hold the shape of the weight.
std::optional<Constructor> constructor_with_weights(const Model& model, OpId op);

// Which input of the op is the weight that its module would hold; none for an op of a module without.
std::optional<std::int32_t> weight_input(const Model& model, OpId op);

}  // namespace aimet
