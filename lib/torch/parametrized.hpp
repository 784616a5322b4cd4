// SPDX-License-Identifier: Apache-2.0
#pragma once
// Scripted modules with torch.nn.utils.parametrize (torch/nn/utils/parametrize.py).

#include <torch/csrc/jit/api/module.h>

namespace aimet {

// torch.jit.script compiles a parametrized module to code that raises "Parametrization is not working with scripting."
// and nothing else, although each parametrization's own forward is in the file. Gives the accessors of `root` back what
// PyTorch runs in Python: the chain of the parametrizations over the original tensors. Leaves alone what does not look
// like that. To be called before anything of the module has run.
void restore_parametrizations(const torch::jit::Module& root);

}  // namespace aimet
