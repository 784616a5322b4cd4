#pragma once
// Runs the inlined graph on samples and records what ran, how often, and with which shapes.

#include <optional>
#include <vector>

#include "lib/model/model.hpp"
#include "lib/torch/inline.hpp"
#include "lib/torch/snapshot.hpp"

namespace aimet {

// Each sample holds the inputs of forward without self. Fills block_runs and observations of `model`.
// The graph is instrumented for good. Throws RunError(kRunFailed) with the model's own error and its Python line.
void observe(const InlinedGraph& inlined, const GraphIds& ids, const c10::IValue& self,
             const std::vector<std::vector<c10::IValue>>& samples, Model& model);

// A value of a method's graph, and the first tensor that was seen of what it became for one call.
struct SeenValue {
  const torch::jit::Value* from;
  std::optional<Tensor> tensor;
};

// Of each of inlined.copies, after observe().
std::vector<SeenValue> seen_values(const InlinedGraph& inlined, const GraphIds& ids, const Model& model);

}  // namespace aimet
