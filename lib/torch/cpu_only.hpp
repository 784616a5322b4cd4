// SPDX-License-Identifier: Apache-2.0
#pragma once
// Models that were saved on another device run on the CPU.

#include <ATen/core/ivalue.h>
#include <torch/csrc/jit/api/module.h>

namespace aimet {

// From this call on, every device that the code of a file creates (as a constant, as a default or while the model runs)
// is the CPU, except that "meta" stays. Must be called before the first file is loaded.
void compute_on_cpu();

// The same for stored devices: in attributes of modules, and among stored inputs.
void move_attributes_to_cpu(const torch::jit::Module& root);
c10::IValue on_cpu(const c10::IValue& device);

}  // namespace aimet
