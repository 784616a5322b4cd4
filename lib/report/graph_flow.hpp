// SPDX-License-Identifier: Apache-2.0
#pragma once
// Decides which ops of the model get a node in the graph, and which of these ops a tensor comes from if the other ops
// are skipped.

#include <unordered_map>
#include <utility>
#include <vector>

#include "lib/model/model.hpp"

namespace aimet {

class GraphFlow {
 public:
  // The ops `with_findings` are shown even if they only compute sizes.
  GraphFlow(const Model& model, const std::vector<OpId>& with_findings);

  // Whether the op ran, is live and computes a tensor (no constants, lists, sizes, branches), or has a finding.
  bool is_shown(OpId op) const { return shown_[op]; }
  // Returns the outputs of shown ops and the model's inputs that the value consists of where `reader` reads it,
  // including what was appended to a list before. If `reader` is kNone, the value is read at the end.
  std::vector<ValueId> origins(ValueId value, OpId reader);

 private:
  const std::vector<ValueId>& made_of(ValueId value);
  void find(ValueId value, int depth);
  std::vector<ValueId> behind(ValueId value) const;  // the values one step back through an op that is not shown
  void add_block_inputs();
  void add_stores();

  const Model& model_;
  IdVector<OpId, bool> shown_;
  std::unordered_map<ValueId, std::vector<ValueId>> origins_;
  std::unordered_map<ValueId, std::vector<std::pair<OpId, ValueId>>> stored_;  // in a list or a dict, in program order
  std::unordered_map<ValueId, std::vector<ValueId>> block_inputs_;  // of loops: the values of the first iteration
};

}  // namespace aimet
