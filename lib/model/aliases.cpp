// SPDX-License-Identifier: Apache-2.0
#include "lib/model/aliases.hpp"

#include <algorithm>
#include <map>
#include <numeric>
#include <string>
#include <utility>

#include "lib/model/container_read.hpp"
#include "lib/model/op_name.hpp"

namespace aimet {
namespace {

// Whether the op's values have no memory, or the memory of an attribute, which join_attributes handles.
bool is_without_effect(const std::string& kind) {
  return kind == "prim::Constant" || kind == "prim::GetAttr" || kind == "prim::SetAttr" ||
         kind == "prim::Uninitialized" || kind == "prim::RaiseException" || kind == "prim::Print";
}

}  // namespace

Aliases::Aliases(const Model& model, const IdVector<OpId, bool>& executed)
    : model_(model), executed_(executed), parent_(model.values.size()) {
  std::iota(parent_.begin(), parent_.end(), ValueId(0));
  for (const OpId id : model.ops.ids()) {
    if (executed[id]) join_by_op(id);
  }
  join_attributes();
  join_elements();
  external_.assign(model.values.size(), false);
  for (const ValueId input : model.inputs) external_[find(input)] = true;
  find_writers();
  for (const ValueId value : parent_.ids()) find(value);
}

ValueId Aliases::class_of(ValueId value) const {
  while (parent_[value] != value) value = parent_[value];
  return value;
}

const std::vector<OpId>& Aliases::writers(ValueId class_id) const {
  static const std::vector<OpId> kNobody;
  const auto found = writers_.find(class_id);
  return found == writers_.end() ? kNobody : found->second;
}

void Aliases::join_by_op(OpId id) {
  const Op& op = model_.op(id);
  const std::string& kind = model_.kind(id);
  if (const OpSchema* schema = model_.schema(id)) {
    join_by_schema(id, *schema);
  } else if (op.blocks.count > 0) {
    join_branches(op, kind == "prim::Loop");
  } else if (is_prim(kind) && !is_construct(kind) && !is_without_effect(kind) && !read_of(model_, id, 0)) {
    join_all(op);  // prim::unchecked_cast, prim::CreateObject, a call that could not be inlined
  }
}

void Aliases::join_by_schema(OpId id, const OpSchema& schema) {
  const Op& op = model_.op(id);
  if (read_of(model_, id, 0)) return;  // an element of a container: see join_elements
  for (const OpSchema::Alias& alias : schema.aliases) {
    if (alias.output >= op.outputs.count || alias.input >= op.inputs.count || !may_be_input(op, schema, alias))
      continue;
    join(model_.operand(op.outputs, alias.output), model_.operand(op.inputs, alias.input));
  }
}

// An op that returns either its input itself or a new value can have returned its input only if the dtype and shape did
// not change.
bool Aliases::may_be_input(const Op& op, const OpSchema& schema, const OpSchema::Alias& alias) const {
  if (!schema.may_return_input) return true;
  const IdRange<ObservationId> in = model_.value(model_.operand(op.inputs, alias.input)).observed;
  const IdRange<ObservationId> out = model_.value(model_.operand(op.outputs, alias.output)).observed;
  if (in.count != 1 || out.count != 1) return true;
  return model_.observations[in.first] == model_.observations[out.first];
}

void Aliases::join_all(const Op& op) {
  ValueId first = kNone;
  for (const IdRange<OperandId> range : {op.inputs, op.outputs}) {
    for (std::int32_t i = 0; i < range.count; ++i) {
      const ValueId value = model_.operand(range, i);
      if (!carries_memory(value)) continue;
      if (first == kNone) first = value;
      join(first, value);
    }
  }
}

void Aliases::join_branches(const Op& op, bool loop) {
  for (std::int32_t b = 0; b < op.blocks.count; ++b) {
    const Block& block = model_.block(op.blocks[b]);
    for (std::int32_t i = 0; i < op.outputs.count; ++i) {
      const ValueId output = model_.operand(op.outputs, i);
      if (!carries_memory(output)) continue;
      join(output, model_.operand(block.outputs, loop ? i + 1 : i));
      if (!loop) continue;
      join(output, model_.operand(block.inputs, i + 1));
      join(output, model_.operand(op.inputs, i + 2));
    }
  }
}

// Joins all values that are assigned to self.x or read from it.
void Aliases::join_attributes() {
  std::map<std::pair<ModuleId, SymbolId>, ValueId> slots;
  for (const OpId id : model_.ops.ids()) {
    const Op& op = model_.op(id);
    if (!executed_[id] || op.attribute == kNone || op.inputs.count == 0) continue;
    const bool sets = model_.symbols[op.kind] == "prim::SetAttr";
    if (!sets && op.outputs.count == 0) continue;
    const ValueId value = sets ? model_.operand(op.inputs, 1) : model_.operand(op.outputs, 0);
    const auto slot = std::make_pair(model_.value(model_.operand(op.inputs, 0)).module, op.attribute);
    const auto [known, is_new] = slots.emplace(slot, value);
    if (!is_new) join(known->second, value);
  }
}

const std::vector<ValueId>* Aliases::elements_read(ValueId value) const {
  const auto found = elements_.find(value);
  return found == elements_.end() ? nullptr : &found->second;
}

void Aliases::find_written_containers() {
  written_.assign(parent_.size(), false);
  for (const OpId id : model_.ops.ids()) {
    const OpSchema* schema = executed_[id] ? model_.schema(id) : nullptr;
    if (schema == nullptr) continue;
    for (const std::int32_t input : schema->writes) {
      if (input < model_.op(id).inputs.count) written_[find(model_.operand(model_.op(id).inputs, input))] = true;
    }
  }
}

// Returns the containers from which an unknown element is read.
std::vector<ValueId> Aliases::find_reads(std::vector<Pair>& joined) {
  std::vector<ValueId> unknown;
  for (const OpId id : model_.ops.ids()) {
    const Op& op = model_.op(id);
    for (std::int32_t o = 0; executed_[id] && o < op.outputs.count; ++o) {
      const auto read = read_of(model_, id, o);
      if (!read) continue;
      const ValueId output = model_.operand(op.outputs, o);
      const auto is_written = [this](ValueId container) { return written_[class_of(container)]; };
      if (auto found = elements_of(model_, *read, is_written)) {
        for (const ValueId element : *found) joined.emplace_back(output, element);
        elements_[output] = std::move(*found);
      } else if (carries_memory(output)) {
        joined.emplace_back(output, read->container);
        unknown.push_back(read->container);
      }
    }
  }
  return unknown;
}

// An unknown element that is read from a container may be any of the container's elements: all of them share a class.
void Aliases::join_elements() {
  find_written_containers();
  std::vector<Pair> joined;
  IdVector<ValueId, bool> opaque = written_;
  for (const ValueId container : find_reads(joined)) opaque[find(container)] = true;
  for (const OpId id : model_.ops.ids()) {
    const Op& op = model_.op(id);
    if (!executed_[id]) continue;
    const OpSchema* schema = model_.schema(id);
    for (const OpSchema::Store& store : schema == nullptr ? std::vector<OpSchema::Store>{} : schema->stores) {
      if (store.container < op.inputs.count && store.element < op.inputs.count)
        joined.emplace_back(model_.operand(op.inputs, store.container), model_.operand(op.inputs, store.element));
    }
    if (op.outputs.count == 0 || !is_construct(model_.symbols[op.kind])) continue;
    const ValueId container = model_.operand(op.outputs, 0);
    if (!opaque[find(container)]) continue;
    for (std::int32_t k = 0; k < op.inputs.count; ++k) joined.emplace_back(container, model_.operand(op.inputs, k));
  }
  for (const auto& [a, b] : joined) {
    if (carries_memory(a) && carries_memory(b)) join(a, b);
  }
}

// An attribute that forward assigns before reading it has the assigned value, which may not outlive forward.
void Aliases::find_writers() {
  std::map<std::pair<ModuleId, SymbolId>, bool> assigned;
  for (const OpId id : model_.ops.ids()) {
    const Op& op = model_.op(id);
    if (!executed_[id]) continue;
    if (op.attribute != kNone && op.inputs.count > 0) {
      const auto slot = std::make_pair(model_.value(model_.operand(op.inputs, 0)).module, op.attribute);
      if (model_.symbols[op.kind] == "prim::SetAttr") {
        assigned[slot] = true;
        writers_[find(model_.operand(op.inputs, 1))].push_back(id);
      } else if (op.outputs.count > 0 && !assigned[slot]) {
        external_[find(model_.operand(op.outputs, 0))] = true;
      }
    }
    const OpSchema* schema = model_.schema(id);
    if (schema == nullptr) continue;
    for (const std::int32_t input : schema->writes) {
      if (input < op.inputs.count) writers_[find(model_.operand(op.inputs, input))].push_back(id);
    }
  }
}

bool Aliases::carries_memory(ValueId value) const {
  const TypeKind kind = model_.type(model_.value(value).type).kind;
  return kind != TypeKind::integer && kind != TypeKind::floating && kind != TypeKind::boolean &&
         kind != TypeKind::string && kind != TypeKind::none && kind != TypeKind::device && kind != TypeKind::module;
}

ValueId Aliases::find(ValueId value) {
  while (parent_[value] != value) value = parent_[value] = parent_[parent_[value]];
  return value;
}

void Aliases::join(ValueId a, ValueId b) {
  a = find(a);
  b = find(b);
  parent_[a] = b;
}

}  // namespace aimet
