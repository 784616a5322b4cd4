// SPDX-License-Identifier: Apache-2.0
#pragma once
// Which ops of the graph are worth a node, and from which of them a tensor comes once the others are looked through.

#include <unordered_map>
#include <utility>
#include <vector>

#include "lib/model/model.hpp"

namespace aimet {

class GraphFlow {
 public:
  // `with_findings`: they are shown though they may compute sizes alone.
  GraphFlow(const Model& model, const std::vector<OpId>& with_findings);

  // It ran, its result matters, and it computes a tensor: no constants, lists, sizes, branches. Or it has a finding.
  bool is_shown(OpId op) const { return shown_[op]; }
  // The outputs of shown ops, and the model's inputs, that make up the value where the op reads it: of a list also what
  // was appended to it before. kNone: at the end.
  std::vector<ValueId> origins(ValueId value, OpId reader);

 private:
  const std::vector<ValueId>& made_of(ValueId value);
  void find(ValueId value, int depth);
  std::vector<ValueId> behind(ValueId value) const;  // one step back through what is not shown
  void add_block_inputs();
  void add_stores();

  const Model& model_;
  IdVector<OpId, bool> shown_;
  std::unordered_map<ValueId, std::vector<ValueId>> origins_;
  std::unordered_map<ValueId, std::vector<std::pair<OpId, ValueId>>> stored_;  // in a list or a dict, in their order
  std::unordered_map<ValueId, std::vector<ValueId>> block_inputs_;             // of loops: what the first round gets
};

}  // namespace aimet
