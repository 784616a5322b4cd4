// SPDX-License-Identifier: Apache-2.0
#pragma once
// An op of the exporter's graph with its operands at hand.

#include <string>

#include "lib/model/graph.hpp"

namespace aimet::onnx {

using Handle = ValueId;

struct Node {
  OpId id;
  const std::string& kind;  // "aten::relu", "prim::If"
  ValueSpan inputs;
  ValueSpan outputs;
  IdRange<BlockId> blocks;
};

// Valid as long as `graph` does not change.
inline Node node_of(const Graph& graph, OpId id) {
  const Op& op = graph.op(id);
  return {id, graph.kind(id), graph.operands_of(op.inputs), graph.operands_of(op.outputs), op.blocks};
}

// Null where nothing was seen of the value, and it is no constant.
inline const Tensor* tensor_of(const Graph& graph, Handle id) {
  const Value& value = graph.value(id);
  if (value.constant != kNone && graph.constant(value.constant).kind == Constant::Kind::tensor)
    return &graph.constant(value.constant).tensor;
  return value.observed.count == 0 ? nullptr : &graph.observations[value.observed.first];
}

}  // namespace aimet::onnx
