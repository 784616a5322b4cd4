// SPDX-License-Identifier: Apache-2.0
#include "lib/check/overwritten.hpp"

#include <algorithm>
#include <iterator>
#include <string>
#include <string_view>

#include "lib/model/flow.hpp"
#include "lib/model/op_name.hpp"
#include "lib/model/source_lines.hpp"

namespace aimet {
namespace {

// Whether the op's result is a new tensor: its schema names no input that the result aliases. Excludes ops outside of
// aten, which may do anything, and composite ops that return a view if they get one operand, though
// native_functions.yaml does not say so.
bool makes_a_tensor(const Model& model, OpId op) {
  constexpr std::string_view kMayView[] = {"aten::einsum", "aten::cartesian_prod", "aten::chain_matmul",
                                           "aten::block_diag"};
  const std::string& kind = model.kind(op);
  const OpSchema* schema = model.schema(op);
  return schema != nullptr && is_aten(kind) && schema->is_recorded && schema->aliases.empty() &&
         schema->writes.empty() && std::find(std::begin(kMayView), std::end(kMayView), kind) == std::end(kMayView);
}

// Whether the op returns its first input or a view of it.
bool passes_first_input(const Model& model, OpId op) {
  const OpSchema* schema = model.schema(op);
  return schema != nullptr && !schema->aliases.empty() && schema->aliases.front().output == 0 &&
         schema->aliases.front().input == 0;
}

// The op that made the tensor which `op` writes into, found through ops that return this tensor or a view of it. kNone
// if it is not known, or if a value on the way has another use.
OpId maker_of(const Model& model, OpId op, const IdVector<ValueId, int>& uses) {
  while (true) {
    const ValueId written = model.operand(model.op(op).inputs, 0);
    const OpId producer = model.value(written).producer;
    if (producer == kNone || uses[written] != 1) return kNone;
    if (makes_a_tensor(model, producer)) return producer;
    if (!writes_first_input(model, producer) && !passes_first_input(model, producer)) return kNone;
    if (model.op(producer).inputs.count == 0) return kNone;
    op = producer;
  }
}

bool has_derivative_without_result(const std::string& kind) {
  constexpr std::string_view kKinds[] = {"aten::add",     "aten::sub",    "aten::rsub",  "aten::mul",
                                         "aten::div",     "aten::matmul", "aten::bmm",   "aten::mm",
                                         "aten::baddbmm", "aten::addmm",  "aten::linear"};
  return std::find(std::begin(kKinds), std::end(kKinds), kind) != std::end(kKinds);
}

}  // namespace

IdVector<ValueId, int> count_uses(const Model& model) {
  IdVector<ValueId, int> uses(model.values.size(), 0);
  const auto count = [&](IdRange<OperandId> range) {
    for (const ValueId value : model.operands_of(range)) ++uses[value];
  };
  for (const Op& op : model.ops) count(op.inputs);
  for (const Block& block : model.blocks) count(block.outputs);
  return uses;
}

std::optional<int> line_of_overwritten(const Model& model, OpId op, const IdVector<ValueId, int>& uses) {
  if (model.op(op).inputs.count == 0) return std::nullopt;
  const OpId maker = maker_of(model, op, uses);
  if (maker == kNone) return std::nullopt;
  const CallId forward = model.op(op).call;
  CallId call = model.op(maker).call;
  if (call == forward) {
    const auto lines = user_lines(model, maker);
    return lines.empty() ? std::nullopt : std::optional(lines.front().line);
  }
  while (call != kNone && model.call(call).caller != forward) call = model.call(call).caller;
  if (call == kNone) return std::nullopt;
  const auto lines = call_site(model, call);
  return lines.empty() ? std::nullopt : std::optional(lines.front().line);
}

bool keeps_form(const Model& model, OpId id) {
  const Op& op = model.op(id);
  if (op.inputs.count == 0 || op.outputs.count == 0) return false;
  const IdRange<ObservationId> before = model.value(model.operand(op.inputs, 0)).observed;
  const IdRange<ObservationId> after = model.value(model.operand(op.outputs, 0)).observed;
  return before.count == 1 && after.count == 1 && model.observations[before.first] == model.observations[after.first];
}

std::optional<int> line_of_overwritable(const Model& model, OpId op, const IdVector<ValueId, int>& uses) {
  if (!keeps_form(model, op)) return std::nullopt;
  const OpId maker = model.value(model.operand(model.op(op).inputs, 0)).producer;
  const bool fits = maker != kNone && has_derivative_without_result(model.kind(maker));
  return fits ? line_of_overwritten(model, op, uses) : std::nullopt;
}

}  // namespace aimet
