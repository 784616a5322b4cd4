// SPDX-License-Identifier: Apache-2.0
#include "lib/model/liveness.hpp"

#include <string>
#include <unordered_map>
#include <utility>

#include "lib/model/aliases.hpp"
#include "lib/model/flow.hpp"
#include "lib/model/python_number.hpp"

namespace aimet {
namespace {

class Liveness {
 public:
  Liveness(const Model& model, const IdVector<OpId, bool>& executed)
      : model_(model),
        executed_(executed),
        aliases_(model, executed),
        live_op_(model.ops.size(), false),
        live_value_(model.values.size(), false),
        live_class_(model.values.size(), false) {}

  IdVector<OpId, bool> run() {
    for (const ValueId output : model_.outputs) mark(output);
    mark_lasting_writes();
    mark_records();
    while (!work_.empty()) {
      const ValueId value = work_.back();
      work_.pop_back();
      follow(value);
    }
    return live_op_;
  }

 private:
  // Writes into an input, a parameter or a buffer are visible after forward. The assignment of another value to an
  // attribute does not count: a tracer does not record it.
  void mark_lasting_writes() {
    for (const OpId id : model_.ops.ids()) {
      const OpSchema* schema = executed_[id] ? model_.schema(id) : nullptr;
      if (schema == nullptr) continue;
      const IdRange<OperandId> inputs = model_.op(id).inputs;
      for (const std::int32_t input : schema->writes) {
        if (input >= inputs.count) continue;
        const ValueId written = model_.operand(inputs, input);
        if (model_.type(model_.value(written).type).kind != TypeKind::tensor) continue;
        if (aliases_.outlives_forward(aliases_.class_of(written))) mark_op(id);
      }
    }
  }

  // profiler::_record_function_exit returns nothing; it is live for its side effect.
  void mark_records() {
    for (const OpId id : model_.ops.ids()) {
      if (model_.op(id).outputs.count == 0 && model_.kind(id).rfind("profiler::", 0) == 0) mark_op(id);
    }
  }

  void mark(ValueId value) {
    if (live_value_[value]) return;
    live_value_[value] = true;
    work_.push_back(value);
    const ValueId group = aliases_.class_of(value);
    if (live_class_[group]) return;
    live_class_[group] = true;
    for (const OpId writer : aliases_.writers(group)) mark_op(writer);
  }

  void mark_op(OpId id) {
    if (live_op_[id] || !executed_[id]) return;
    live_op_[id] = true;
    const Op& op = model_.op(id);
    if (op.blocks.count > 0) return;  // follow() handles each output separately
    for (std::int32_t i = 0; i < op.inputs.count; ++i) {
      if (!is_cut_off(id, i)) mark(model_.operand(op.inputs, i));
    }
  }

  // Whether the op uses the input as a plain number: a trace does not show where such a number came from.
  bool is_cut_off(OpId id, std::int32_t input) const {
    if (!takes_plain_numbers(model_, id)) return false;
    const OpSchema& schema = *model_.schema(id);
    return !schema.is_recorded || is_number(model_, model_.value(model_.operand(model_.op(id).inputs, input)).type);
  }

  void follow(ValueId value) {
    const OpId producer = model_.value(value).producer;
    if (producer == kNone) return follow_block_input(value);
    const Op& op = model_.op(producer);
    if (const std::vector<ValueId>* elements = aliases_.elements_read(value)) {
      live_op_[producer] = live_op_[producer] || executed_[producer];
      for (const ValueId element : *elements) mark(element);
      return;
    }
    mark_op(producer);
    const bool loop = model_.symbols[op.kind] == "prim::Loop";
    for (std::int32_t i = 0; op.blocks.count > 0 && i < op.outputs.count; ++i) {
      if (model_.operand(op.outputs, i) == value) follow_output(op, i, loop);
    }
  }

  void follow_output(const Op& op, std::int32_t output, bool loop) {
    for (std::int32_t b = 0; b < op.blocks.count; ++b) {
      if (!block_ran(op.blocks[b])) continue;
      mark(model_.operand(model_.block(op.blocks[b]).outputs, loop ? output + 1 : output));
    }
    if (loop) mark(model_.operand(op.inputs, output + 2));
  }

  bool block_ran(BlockId block) const { return runs(model_, block) > 0; }

  void follow_block_input(ValueId value) {
    if (block_of_input_.empty()) index_block_inputs();
    const auto found = block_of_input_.find(value);
    if (found == block_of_input_.end()) return;
    const auto [block_id, position] = found->second;
    const Block& block = model_.block(block_id);
    if (block.owner == kNone || position == 0) return;  // a Loop's first input is its counter
    const Op& loop = model_.op(block.owner);
    mark(model_.operand(loop.inputs, position + 1));
    mark(model_.operand(block.outputs, position));
    mark_op(block.owner);
  }

  void index_block_inputs() {
    for (const BlockId b : model_.blocks.ids()) {
      for (std::int32_t i = 0; i < model_.blocks[b].inputs.count; ++i) {
        block_of_input_[model_.operand(model_.blocks[b].inputs, i)] = {b, i};
      }
    }
  }

  const Model& model_;
  const IdVector<OpId, bool>& executed_;
  const Aliases aliases_;
  IdVector<OpId, bool> live_op_;
  IdVector<ValueId, bool> live_value_;
  IdVector<ValueId, bool> live_class_;
  std::unordered_map<ValueId, std::pair<BlockId, std::int32_t>> block_of_input_;
  std::vector<ValueId> work_;
};

}  // namespace

IdVector<OpId, bool> live_ops(const Model& model, const IdVector<OpId, bool>& executed) {
  return Liveness(model, executed).run();
}

}  // namespace aimet
