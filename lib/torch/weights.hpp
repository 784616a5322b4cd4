// SPDX-License-Identifier: Apache-2.0
#pragma once
// What a TorchScript archive holds beside code: the byte ranges of its weights, and the inputs that a trace kept.

#include <ATen/core/ivalue.h>

#include <string>
#include <vector>

#include "lib/torch/mapped_weights.hpp"

namespace aimet {

// The bytes of the stored (not deflated) tensor records below data/. Sorted, disjoint.
std::vector<ByteRange> weight_ranges(int fd);

// The inputs of `method` that torch.jit.trace kept (PyTorch 2.x writes them as the archive traced_inputs): one sample,
// or none. Tensors that were stored without their data are filled like an input without a fill.
std::vector<std::vector<c10::IValue>> stored_inputs(const std::string& method, int fd);

}  // namespace aimet
