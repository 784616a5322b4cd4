// SPDX-License-Identifier: Apache-2.0
#pragma once
// How a wrapper makes the model's arguments from tensors.

#include <string>
#include <vector>

#include "checks/wrapper/kept.hpp"
#include "lib/model/model.hpp"

namespace aimet::wrapper {

struct Inputs {
  std::vector<std::string> parameters;  // of the wrapper's forward: tensors, and tuples of tensors
  std::vector<std::string> arguments;   // of the model: "batch={\"rgb\": rgb}"
  std::vector<Kept> kept;
};

Inputs inputs_of(const Model& model, const Method& forward);

}  // namespace aimet::wrapper
