// SPDX-License-Identifier: Apache-2.0
#pragma once
// Writes a LibTorch graph down as facts: the common part for the graph of the checks and the exporter's graph.

#include <torch/csrc/jit/ir/ir.h>

#include <unordered_map>

#include "lib/model/graph.hpp"
#include "lib/torch/facts.hpp"
#include "lib/torch/inline.hpp"
#include "lib/torch/op_schema.hpp"
#include "lib/torch/source_ranges.hpp"

namespace aimet {

// The ids of the graph's values and blocks, for the observer.
struct GraphIds {
  std::unordered_map<const torch::jit::Value*, ValueId> value_of;
  std::unordered_map<const torch::jit::Block*, BlockId> block_of;
};

class GraphWriter {
 public:
  // `tables` are those of `graph`; source lines are added to `sources`.
  GraphWriter(Graph& graph, FactTables& tables, SourceTable& sources)
      : graph_(graph), tables_(tables), sources_(sources), schemas_(graph) {}
  GraphWriter(const GraphWriter&) = delete;
  GraphWriter& operator=(const GraphWriter&) = delete;
  virtual ~GraphWriter() = default;

 protected:
  virtual CallId call_of(torch::jit::Node& node) = 0;
  // Writes the ops that begin at `node` and returns the node after them. Unless overridden: one op.
  virtual torch::jit::Node* write_node(torch::jit::Node& node, BlockId block);

  // Writes all of `root`, which becomes block 0.
  void write_graph(torch::jit::Block& root);
  void start_call(CallId id, const Frame& frame);
  OpId add_op(torch::jit::Node& node, BlockId block);
  ValueId add_value(const torch::jit::Value& value, OpId producer);
  ValueId id_of(const torch::jit::Value* value) const { return ids_.value_of.at(value); }

  template <typename Values>
  IdRange<OperandId> add_operands(const Values& values) {
    const IdRange<OperandId> range{graph_.operands.next_id(), static_cast<std::int32_t>(values.size())};
    for (const auto* value : values) graph_.operands.push_back(id_of(value));
    return range;
  }

  FactTables& tables() { return tables_; }
  SourceTable& sources() { return sources_; }
  SchemaTable& schemas() { return schemas_; }
  GraphIds& ids() { return ids_; }

 private:
  void fill_block(torch::jit::Block& block, BlockId id);
  void add_blocks(torch::jit::Node& node, OpId id, BlockId parent);
  ConstantId add_constant(const torch::jit::Node& node);

  Graph& graph_;
  FactTables& tables_;
  SourceTable& sources_;
  SchemaTable schemas_;
  GraphIds ids_;
};

}  // namespace aimet
