// SPDX-License-Identifier: Apache-2.0
#include "lib/model/flow.hpp"

#include <algorithm>
#include <vector>

#include "lib/model/liveness.hpp"
#include "lib/model/python_number.hpp"
#include "lib/model/reachability.hpp"

namespace aimet {
namespace {

// torch.jit.trace turns a tensor's size into a tensor and records what is computed from it. It does not record plain
// Python numbers; x.dim() and len(x) are such numbers.
bool starts_from_shape(const std::string& kind) { return kind == "aten::size" || kind == "aten::numel"; }

// Whether a tracer recorded the op. All such ops are live, because the tracer has removed dead code.
bool is_traced(const Model& model, const Op& op) {
  return model.form != SourceForm::exported && model.module(model.call(op.call).module).traced;
}

class ShapeTaint {
 public:
  explicit ShapeTaint(const Model& model) : model_(model), tainted_(model.values.size(), false) {}

  IdVector<OpId, bool> run() {
    IdVector<OpId, bool> ops(model_.ops.size(), false);
    for (int pass = 0; pass < 2; ++pass) {  // the second time for values that a Loop carries back
      for (const OpId id : model_.ops.ids()) visit(id);
    }
    for (const OpId id : model_.ops.ids()) {
      const IdRange<OperandId> out = model_.op(id).outputs;
      ops[id] = out.count > 0 && tainted_[model_.operand(out, 0)];
    }
    return ops;
  }

 private:
  void visit(OpId id) {
    const Op& op = model_.op(id);
    const std::string& kind = model_.kind(id);
    for (std::int32_t b = 0; b < op.blocks.count; ++b)
      pass_through(op, model_.block(op.blocks[b]), kind == "prim::Loop");
    if (is_traced_arithmetic(op, kind)) {
      for (std::int32_t i = 0; i < op.outputs.count; ++i) tainted_[model_.operand(op.outputs, i)] = true;
      return;
    }
    bool tainted = starts_from_shape(kind);
    for (std::int32_t i = 0; !tainted && i < op.inputs.count; ++i) tainted = tainted_[model_.operand(op.inputs, i)];
    if (!tainted || op.blocks.count > 0 || takes_plain_numbers(model_, id)) return;
    for (std::int32_t i = 0; i < op.outputs.count; ++i) taint(model_.operand(op.outputs, i));
  }

  // In a trace a size is a tensor, and an op whose tensors are all sizes or constants computes another size.
  bool is_traced_arithmetic(const Op& op, const std::string& kind) const {
    if (!is_traced(model_, op)) return false;
    if (kind == "prim::NumToTensor") return tainted_[model_.operand(op.inputs, 0)];
    bool any = false;
    for (std::int32_t i = 0; i < op.inputs.count; ++i) {
      const ValueId input = model_.operand(op.inputs, i);
      const Value& value = model_.value(input);
      if (model_.type(value.type).kind != TypeKind::tensor || value.constant != kNone) continue;
      if (!tainted_[input]) return false;
      any = true;
    }
    return any;
  }

  void pass_through(const Op& op, const Block& block, bool loop) {
    for (std::int32_t i = 0; i < op.outputs.count; ++i) {
      const ValueId returned = model_.operand(block.outputs, loop ? i + 1 : i);
      if (tainted_[returned]) taint(model_.operand(op.outputs, i));
      if (!loop) continue;
      if (tainted_[returned] || tainted_[model_.operand(op.inputs, i + 2)]) taint(model_.operand(block.inputs, i + 1));
    }
  }

  void taint(ValueId value) {
    if (is_number(model_, model_.value(value).type)) tainted_[value] = true;
  }

  const Model& model_;
  IdVector<ValueId, bool> tainted_;
};

IdVector<OpId, bool> executed_ops(const Model& model) {
  IdVector<OpId, bool> executed(model.ops.size());
  for (const OpId id : model.ops.ids()) executed[id] = runs(model, model.op(id).block) > 0;
  return executed;
}

}  // namespace

std::int64_t runs(const Model& model, BlockId block) {
  std::int64_t most = 0;
  for (const auto& sample : model.block_runs) most = std::max(most, sample[block]);
  return most;
}

bool writes(const Graph& graph, OpId op) {
  const OpSchema* schema = graph.schema(op);
  return schema == nullptr ? graph.kind(op) == "prim::SetAttr" : !schema->writes.empty();
}

bool writes_first_input(const Graph& graph, OpId op) {
  const OpSchema* schema = graph.schema(op);
  return schema != nullptr && !schema->writes.empty() && schema->writes.front() == 0;
}

void find_liveness(Model& model) {
  if (model.mode == Mode::static_run) {
    const IdVector<BlockId, bool> reachable = reachable_blocks(model);
    model.block_runs.assign(1, IdVector<BlockId, std::int64_t>(model.blocks.size(), 0));
    for (const BlockId id : model.blocks.ids()) model.block_runs[0][id] = reachable[id] ? 1 : 0;
  }
  const IdVector<OpId, bool> executed = executed_ops(model);
  const IdVector<OpId, bool> live = live_ops(model, executed);
  const IdVector<OpId, bool> from_shape = ShapeTaint(model).run();
  model.liveness.resize(model.ops.size());
  for (const OpId id : model.ops.ids()) {
    model.liveness[id] = {executed[id], executed[id] && (live[id] || is_traced(model, model.op(id))), from_shape[id]};
  }
}

}  // namespace aimet
