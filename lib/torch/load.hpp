// SPDX-License-Identifier: Apache-2.0
#pragma once
// Opens a TorchScript file, and turns what LibTorch throws into one clear sentence.

#include <torch/csrc/jit/api/module.h>

#include <string>

namespace aimet {

// Loads onto the CPU. Out of memory is std::bad_alloc, whatever LibTorch threw: the worker knows the limit. `fd` must
// be a zip archive that lib/file has identified as TorchScript. Runs code from the file (__setstate__). Throws
// RunError: corrupt, newer-pytorch, unknown-operator, load-failed, limit.
torch::jit::Module load_module(int fd);

}  // namespace aimet
