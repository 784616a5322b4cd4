// SPDX-License-Identifier: Apache-2.0
#pragma once
// Runs the inlined graph on samples and records what ran, how often, and with which shapes.

#include <unordered_map>
#include <vector>

#include "lib/model/model.hpp"
#include "lib/torch/inline.hpp"
#include "lib/torch/snapshot.hpp"

namespace aimet {

// Each sample contains the inputs of forward without self. Fills block_runs and observations of `model`. Instruments
// the graph for the run and restores it afterwards, even if the model fails. Throws RunError(ErrorKind::run_failed)
// with the model's own error and its Python line.
void observe(InlinedGraph& inlined, const GraphIds& ids, const c10::IValue& self,
             const std::vector<std::vector<c10::IValue>>& samples, Model& model);

// Keyed by Value::unique, which passes preserve.
using SeenTensors = std::unordered_map<std::size_t, Tensor>;

// The first tensor that observe() saw of each value.
SeenTensors seen_tensors(const GraphIds& ids, const Model& model);

}  // namespace aimet
