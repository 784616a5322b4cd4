// SPDX-License-Identifier: Apache-2.0
#pragma once
// Runs a model that may have been made for other hardware than this.

#include <torch/csrc/jit/api/module.h>

#include <string>
#include <vector>

#include "lib/torch/observe.hpp"

namespace aimet {

struct CpuRun {
  bool possible = true;
  std::string why;  // why it is not; or, where something was changed to make it so, what
};

// As observe(). Where LibTorch's CPU lacks an operator for float16 or bfloat16, the parameters of `module`, `samples`
// and the constants of the graph become float32, and the model runs again. Throws RunError(kRunFailed) if the model
// itself fails; what only this machine lacks is in the result.
CpuRun observe_on_cpu(InlinedGraph& inlined, const GraphIds& ids, const torch::jit::Module& module,
                      std::vector<std::vector<c10::IValue>>& samples, Model& model);

}  // namespace aimet
