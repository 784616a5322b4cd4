// SPDX-License-Identifier: Apache-2.0
#pragma once
// An op of the exporter's graph together with its operands.

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

// The tensor that the constant is, or else the first one that was observed in the value; null if there is neither.
inline const Tensor* tensor_of(const Graph& graph, Handle id) {
  const Value& value = graph.value(id);
  if (value.constant != kNone && graph.constant(value.constant).kind == Constant::Kind::tensor)
    return &graph.constant(value.constant).tensor;
  return value.observed.count == 0 ? nullptr : &graph.observations[value.observed.first];
}

}  // namespace aimet::onnx
