// SPDX-License-Identifier: Apache-2.0
#pragma once
// Models that were saved on another device run on the CPU.

#include <ATen/core/ivalue.h>
#include <torch/csrc/jit/api/module.h>

namespace aimet {

// From here on, whatever code of a file names a device gets the CPU, whether it is a constant, a default or made while
// the model runs; "meta" stays. To be called before the first file is loaded.
void compute_on_cpu();

// The same for devices that are stored: in attributes of modules, and among stored inputs.
void move_attributes_to_cpu(const torch::jit::Module& root);
c10::IValue on_cpu(const c10::IValue& device);

}  // namespace aimet
