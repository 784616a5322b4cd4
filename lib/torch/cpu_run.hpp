// SPDX-License-Identifier: Apache-2.0
#pragma once
// Runs a model that may have been made for other hardware.

#include <torch/csrc/jit/api/module.h>

#include <optional>
#include <string>
#include <vector>

#include "lib/torch/observe.hpp"

namespace aimet {

struct CpuRun {
  std::optional<Observations> seen;  // nullopt if this machine lacks something that the model needs
  std::string why;                   // what it lacks; otherwise what was changed to make the run possible, or ""
};

// Like observe(). If LibTorch's CPU backend has no implementation of an operator for float16, bfloat16 or another float
// type narrower than float32, the parameters of `module`, `samples` and the constants of the graph are converted to
// float32, and the model runs again. Throws SampleFailed if the model itself fails.
CpuRun observe_on_cpu(InlinedGraph& inlined, const GraphIds& ids, const torch::jit::Module& module,
                      std::vector<std::vector<c10::IValue>>& samples, const Model& model);

}  // namespace aimet
