// SPDX-License-Identifier: Apache-2.0
#pragma once
// What a TorchScript archive contains besides code: the byte ranges of its weights, and the inputs that a trace stored.

#include <ATen/core/ivalue.h>

#include <string>
#include <vector>

#include "lib/torch/mapped_weights.hpp"

namespace aimet {

// The bytes of the stored (not deflated) tensor records below data/. Sorted, disjoint.
std::vector<ByteRange> weight_ranges(int fd);

// The inputs of `method` that torch.jit.trace stored (PyTorch 2.x writes them as the archive traced_inputs): one
// sample, or empty if there are none. Tensors that were stored without their data are filled like an input without a
// fill.
std::vector<std::vector<c10::IValue>> stored_inputs(const std::string& method, int fd);

}  // namespace aimet
