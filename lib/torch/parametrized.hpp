// SPDX-License-Identifier: Apache-2.0
#pragma once
// Scripted modules with torch.nn.utils.parametrize (torch/nn/utils/parametrize.py).

#include <torch/csrc/jit/api/module.h>

namespace aimet {

// torch.jit.script compiles a parametrized module to code that only raises "Parametrization is not working with
// scripting.", although the forward of each parametrization is in the file. Restores in the accessors of `root` what
// PyTorch runs in Python: the chain of the parametrizations over the original tensors. Leaves other code unchanged.
// Must be called before any code of the module runs.
void restore_parametrizations(const torch::jit::Module& root);

}  // namespace aimet
