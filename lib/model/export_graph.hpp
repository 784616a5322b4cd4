// SPDX-License-Identifier: Apache-2.0
#pragma once
// What torch.onnx.export would have before it when it starts to convert operators: the graph of a copy of the model in
// eval mode, frozen but for its parameters, inlined and simplified by the passes that the exporter runs. Plain facts.
//
// Reading order: ExportGraph (inputs, outputs) -> ExportBlock (ops in program order) -> ExportOp -> ExportValue.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "lib/model/model.hpp"

namespace aimet {

struct ExportValue {
  std::int32_t producer = kNone;     // index of the op; kNone: an input of the graph or of a block
  std::int32_t block = 0;            // the block that the value is defined in
  TypeId type = kNone;               // in ExportGraph::types
  std::optional<Constant> constant;  // of a prim::Constant
  std::optional<Tensor> tensor;      // what was seen while running, or the parameter itself
  bool parameter = false;            // a parameter or a buffer of the model
};

struct ExportOp {
  std::string kind;      // "aten::relu", "prim::If"
  std::string overload;  // "Tensor_mode"; empty if there is none
  std::vector<std::int32_t> inputs;
  std::vector<std::int32_t> outputs;
  IdVector<std::int32_t> blocks;
  std::int32_t block = 0;
  std::string attribute;  // name of a prim::GetAttr or SetAttr
  bool in_place = false;  // writes to its first input
  bool dropped = false;   // a write that the exporter cannot turn into a result, and whose result nobody uses
  std::string module;     // dotted path of the module whose forward holds it
  std::string module_type;
  std::vector<SourceId> stack;  // in Model::sources, innermost first; a trace has one entry that is a whole stack
};

struct ExportBlock {
  std::int32_t owner = kNone;  // the op that holds it; kNone for the graph itself, block 0
  std::vector<std::int32_t> inputs;
  std::vector<std::int32_t> outputs;
  IdVector<std::int32_t> ops;
};

struct ExportGraph {
  IdVector<Type> types;
  IdVector<ExportValue> values;
  IdVector<ExportOp> ops;
  IdVector<ExportBlock> blocks;
  std::vector<std::int32_t> inputs;      // of the user, without parameters
  std::vector<std::string> input_names;  // as many as inputs
  TypeId returns = kNone;                // of forward, before tuples were taken apart
  std::vector<bool> absent_inputs;       // as many as inputs: None, or left at the default; empty without a sample
  bool observed = false;                 // a sample ran, so that values carry `tensor`
  std::string failed;                    // what a pass said when it gave up; nothing else is filled then

  const Type& type(TypeId id) const { return types[id]; }
  const ExportValue& value(std::int32_t id) const { return values[id]; }
  const ExportOp& op(std::int32_t id) const { return ops[id]; }
  const ExportBlock& block(std::int32_t id) const { return blocks[id]; }
};

}  // namespace aimet
