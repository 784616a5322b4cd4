// SPDX-License-Identifier: Apache-2.0
#include "lib/torch/graph_writer.hpp"

#include <torch/csrc/jit/ir/constants.h>

#include <utility>

namespace aimet {

void GraphWriter::write_graph(torch::jit::Block& root) {
  graph_.blocks.push_back({kNone, kNone, 0, {}, {}});
  fill_block(root, kRootBlock);
}

void GraphWriter::fill_block(torch::jit::Block& block, BlockId id) {
  ids_.block_of[&block] = id;
  for (const auto* input : block.inputs()) add_value(*input, kNone);
  const IdRange<OperandId> inputs = add_operands(block.inputs());
  graph_.blocks[id].inputs = inputs;
  for (torch::jit::Node* node = block.nodes().front(); node != block.return_node();) node = write_node(*node, id);
  const IdRange<OperandId> outputs = add_operands(block.outputs());
  graph_.blocks[id].outputs = outputs;
}

torch::jit::Node* GraphWriter::write_node(torch::jit::Node& node, BlockId block) {
  add_op(node, block);
  return node.next();
}

OpId GraphWriter::add_op(torch::jit::Node& node, BlockId block) {
  const OpId id = graph_.ops.next_id();
  Op op;
  op.kind = tables_.symbol(node.kind().toQualString());
  op.call = call_of(node);
  op.block = block;
  op.source = sources_.add(node.sourceRange());
  op.schema = schemas_.add(node);
  op.inputs = add_operands(node.inputs());
  for (const auto* output : node.outputs()) add_value(*output, id);
  op.outputs = add_operands(node.outputs());
  if (node.kind() == c10::prim::Constant) {
    op.constant = add_constant(node);
  } else if (node.hasAttribute(c10::attr::name)) {
    op.attribute = tables_.symbol(node.s(c10::attr::name));
  }
  graph_.ops.push_back(op);
  add_blocks(node, id, block);
  return id;
}

// The blocks of one op get consecutive ids, so all are created before any of them is filled.
void GraphWriter::add_blocks(torch::jit::Node& node, OpId id, BlockId parent) {
  const auto inner = node.blocks();
  if (inner.empty()) return;
  const BlockId first = graph_.blocks.next_id();
  for (std::size_t i = 0; i < inner.size(); ++i) {
    graph_.blocks.push_back({id, parent, static_cast<std::int32_t>(i), {}, {}});
  }
  const IdRange<BlockId> blocks{first, static_cast<std::int32_t>(inner.size())};
  graph_.ops[id].blocks = blocks;
  for (std::size_t i = 0; i < inner.size(); ++i) fill_block(*inner[i], blocks[static_cast<std::int32_t>(i)]);
}

ConstantId GraphWriter::add_constant(const torch::jit::Node& node) {
  if (node.outputs().size() != 1) return kNone;
  const auto value = torch::jit::toIValue(node.output());
  if (!value) return kNone;
  const ConstantId id = tables_.constant(*value);
  graph_.values[id_of(node.output())].constant = id;
  return id;
}

ValueId GraphWriter::add_value(const torch::jit::Value& value, OpId producer) {
  Value fact;
  fact.producer = producer;
  fact.type = tables_.type(value.type());
  const ValueId id = graph_.values.add(fact);
  ids_.value_of[&value] = id;
  return id;
}

void GraphWriter::start_call(CallId id, const Frame& frame) {
  Call& call = graph_.calls[id];
  call.kind = frame.kind;
  call.module = frame.module;
  call.name = frame.name;
  call.caller = frame.caller;
  call.source = sources_.add(frame.site);
}

}  // namespace aimet
