// SPDX-License-Identifier: Apache-2.0
#pragma once
// Runs the inlined graph on samples and records what ran, how often, and with which shapes.

#include <cstddef>
#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "lib/model/error.hpp"
#include "lib/model/model.hpp"
#include "lib/torch/inline.hpp"
#include "lib/torch/snapshot.hpp"

namespace aimet {

struct Observations {
  std::vector<IdVector<BlockId, std::int64_t>> block_runs;  // [sample][block]
  // Distinct dtypes and shapes of each value, in the order of their first occurrence; at most 4.
  IdVector<ValueId, std::vector<Tensor>> tensors;
};

// RunError(ErrorKind::run_failed) of the sample with this index.
class SampleFailed : public RunError {
 public:
  SampleFailed(std::size_t sample, const std::string& message)
      : RunError(ErrorKind::run_failed, message), sample_(sample) {}
  std::size_t sample() const { return sample_; }

 private:
  std::size_t sample_;
};

// Each sample contains the inputs of forward without self. Instruments the graph for the run and restores it
// afterwards, even if the model fails. `model` has the graph's facts, for messages. Throws SampleFailed with the
// model's own error and its Python line.
Observations observe(InlinedGraph& inlined, const GraphIds& ids, const c10::IValue& self,
                     const std::vector<std::vector<c10::IValue>>& samples, const Model& model);

// Fills Model::block_runs, Model::observations and Model::samples.
void add_observations(Model& model, const Observations& seen);

// Keyed by Value::unique, which passes preserve.
using SeenTensors = std::unordered_map<std::size_t, Tensor>;

// The first tensor that observe() saw of each value.
SeenTensors seen_tensors(const GraphIds& ids, const Model& model);

}  // namespace aimet
