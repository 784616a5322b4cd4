// SPDX-License-Identifier: Apache-2.0
#pragma once
// The layer for a functional that is called with weights: its constructor takes their sizes, not the weights.

#include <cstdint>
#include <optional>

#include "lib/check/finding.hpp"
#include "lib/model/model.hpp"

namespace aimet {

constexpr std::int32_t kLayerNormWeight = 2;  // native_functions.yaml: layer_norm(input, normalized_shape, weight, ...)

// "torch.nn.Conv2d(3, 8, 3, bias=False)" for linear, embedding and the convolutions; nullopt for other ops, and if the
// shape of the weight or another argument is not known.
std::optional<Constructor> constructor_with_weights(const Model& model, OpId op);

// The input of the op that is the weight of the layer; nullopt if the layer has no weight.
std::optional<std::int32_t> weight_input(const Model& model, OpId op);

}  // namespace aimet
