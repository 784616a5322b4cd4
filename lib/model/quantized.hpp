// SPDX-License-Identifier: Apache-2.0
#pragma once
// The parts of a model which show that PyTorch has already quantized it.

#include <vector>

#include "lib/model/model.hpp"

namespace aimet {

struct QuantizedParts {
  std::vector<ModuleId> modules;  // of a quantized class, or with a quantized tensor
  std::vector<OpId> ops;          // the first of each kind of quantized op that may run

  bool any() const { return !modules.empty() || !ops.empty(); }
};

QuantizedParts quantized_parts(const Model& model);

}  // namespace aimet
