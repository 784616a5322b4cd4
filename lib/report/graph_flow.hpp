#pragma once
// Which ops of the graph are worth a node, and from which of them a tensor comes once the others are looked through.

#include <unordered_map>
#include <vector>

#include "lib/model/model.hpp"

namespace aimet {

class GraphFlow {
 public:
  explicit GraphFlow(const Model& model);

  // It ran, its result matters, and it computes a tensor: no constants, lists, sizes, branches.
  bool is_shown(OpId op) const { return shown_[static_cast<std::size_t>(op)]; }
  // The outputs of shown ops, and the model's inputs, that make up the value.
  const std::vector<ValueId>& origins(ValueId value);

 private:
  void find(ValueId value, int depth);
  std::vector<ValueId> behind(ValueId value) const;  // one step back through what is not shown
  void add_block_inputs();

  const Model& model_;
  std::vector<bool> shown_;
  std::unordered_map<ValueId, std::vector<ValueId>> origins_;
  std::unordered_map<ValueId, std::vector<ValueId>> block_inputs_;  // of loops: what the first round gets
};

}  // namespace aimet
