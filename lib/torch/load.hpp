// SPDX-License-Identifier: Apache-2.0
#pragma once
// Loads a TorchScript file, and turns LibTorch's exceptions into one clear sentence.

#include <torch/csrc/jit/api/module.h>

#include <string>

namespace aimet {

// Loads onto the CPU. Throws std::bad_alloc if memory runs out, whatever LibTorch threw: the worker knows the limit.
// `fd` must be a zip archive that lib/file has identified as TorchScript. Runs code from the file (__setstate__).
// Throws RunError: unreadable, corrupt, newer_pytorch, unknown_operator, load_failed, no_forward, limit.
torch::jit::Module load_module(int fd);

}  // namespace aimet
