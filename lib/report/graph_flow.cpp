// SPDX-License-Identifier: Apache-2.0
#include "lib/report/graph_flow.hpp"

#include <algorithm>

#include "lib/model/flow.hpp"
#include "lib/model/tensor_values.hpp"

namespace aimet {
namespace {

constexpr int kDeepest = 200;             // steps back: nested lists, nested branches
constexpr std::size_t kMostOrigins = 64;  // of one value

}  // namespace

GraphFlow::GraphFlow(const Model& model, const std::vector<OpId>& with_findings)
    : model_(model), shown_(model.ops.size()) {
  for (const OpId id : model.ops.ids()) {
    const Op& op = model.op(id);
    const OpLiveness& liveness = model.liveness[id];
    if (!liveness.executed || !liveness.live || liveness.from_shape || op.outputs.count == 0) continue;
    if (model.kind(id).rfind("prim::", 0) == 0) continue;
    shown_[id] = contains_tensor(model, model.value(model.operand(op.outputs, 0)).type);
  }
  for (const OpId op : with_findings) shown_[op] = true;
  add_block_inputs();
  add_stores();
}

// Records stores into containers: ys.append(y), d["y"] = y.
void GraphFlow::add_stores() {
  for (const OpId op : model_.ops.ids()) {
    const OpSchema* schema = model_.schema(op);
    if (schema == nullptr || !model_.liveness[op].executed) continue;
    for (const OpSchema::Store& store : schema->stores)
      if (store.container < model_.op(op).inputs.count && store.element < model_.op(op).inputs.count)
        stored_[model_.operand(model_.op(op).inputs, store.container)].emplace_back(
            op, model_.operand(model_.op(op).inputs, store.element));
  }
}

// A loop's inputs are the maximum number of iterations, the initial condition and the carried values. The inputs of its
// block are the iteration number and the carried values.
void GraphFlow::add_block_inputs() {
  for (const Block& block : model_.blocks) {
    if (block.owner == kNone) continue;
    const Op& owner = model_.op(block.owner);
    for (std::int32_t i = 1; i < block.inputs.count && i + 1 < owner.inputs.count; ++i)
      block_inputs_[model_.operand(block.inputs, i)] = {model_.operand(owner.inputs, i + 1)};
  }
}

std::vector<ValueId> GraphFlow::behind(ValueId id) const {
  const Value& value = model_.value(id);
  if (value.producer == kNone) {
    const auto carried = block_inputs_.find(id);
    return carried == block_inputs_.end() ? std::vector<ValueId>{} : carried->second;
  }
  const Op& op = model_.op(value.producer);
  std::vector<ValueId> values;
  if (model_.liveness[value.producer].from_shape || !model_.liveness[value.producer].executed) return values;
  if (op.blocks.count == 0) {
    for (std::int32_t i = 0; i < op.inputs.count; ++i) values.push_back(model_.operand(op.inputs, i));
    return values;
  }
  std::int32_t place = 0;
  while (place < op.outputs.count && model_.operand(op.outputs, place) != id) ++place;
  for (std::int32_t i = 0; i < op.blocks.count; ++i) {
    if (runs(model_, op.blocks[i]) == 0) continue;  // "if inplace:" in torch.nn.functional: only one branch runs
    const IdRange<OperandId> outputs = model_.block(op.blocks[i]).outputs;
    const std::int32_t skipped = outputs.count - op.outputs.count;  // 1 for a loop: the block returns the condition too
    if (place + skipped < outputs.count && skipped >= 0) values.push_back(model_.operand(outputs, place + skipped));
  }
  return values;
}

void GraphFlow::find(ValueId id, int depth) {
  if (origins_.count(id) != 0) return;
  std::vector<ValueId>& known = origins_[id];  // empty during the search, so that a cycle ends here
  const Value& value = model_.value(id);
  if (value.is_attribute || value.constant != kNone || !contains_tensor(model_, value.type) || depth > kDeepest) return;
  const bool is_input = std::find(model_.inputs.begin(), model_.inputs.end(), id) != model_.inputs.end();
  if (is_input || (value.producer != kNone && is_shown(value.producer))) {
    known = {id};
    return;
  }
  std::vector<ValueId> found;
  for (const ValueId source : behind(id)) {
    find(source, depth + 1);
    for (const ValueId origin : origins_[source])
      if (found.size() < kMostOrigins && std::find(found.begin(), found.end(), origin) == found.end())
        found.push_back(origin);
  }
  origins_[id] = std::move(found);
}

const std::vector<ValueId>& GraphFlow::made_of(ValueId value) {
  find(value, 0);
  return origins_[value];
}

std::vector<ValueId> GraphFlow::origins(ValueId value, OpId reader) {
  std::vector<ValueId> found = made_of(value);
  const auto stored = stored_.find(value);
  if (stored == stored_.end()) return found;
  for (const auto& [op, element] : stored->second) {
    if (reader != kNone && op > reader) break;
    for (const ValueId origin : made_of(element))
      if (found.size() < kMostOrigins && std::find(found.begin(), found.end(), origin) == found.end())
        found.push_back(origin);
  }
  return found;
}

}  // namespace aimet
