// SPDX-License-Identifier: Apache-2.0
#include "lib/model/constant_folder.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "lib/model/evaluate.hpp"
#include "lib/model/op_name.hpp"

namespace aimet {
namespace {

constexpr int kDeepest = 400;  // ops in a chain, which is followed by recursion

const Constant kNotAsked;  // its address marks an entry that was never computed

Constant list_of(std::vector<Constant> elements) {
  Constant list;
  list.kind = Constant::Kind::list;
  list.elements = std::move(elements);
  return list;
}

bool is_list(const Constant* constant) { return constant != nullptr && constant->kind == Constant::Kind::list; }

}  // namespace

ConstantFolder::ConstantFolder(const Graph& graph, Rules rules)
    : graph_(graph), rules_(std::move(rules)), values_(graph.values.size(), &kNotAsked) {}

const Constant* ConstantFolder::value(ValueId id) {
  if (values_[id] != &kNotAsked) return values_[id];
  if (depth_ >= kDeepest) return values_[id] = nullptr;
  ++depth_;
  const Constant* found = find(id);
  --depth_;
  return values_[id] = found;
}

std::optional<double> ConstantFolder::number(ValueId id) {
  const Constant* known = value(id);
  return known == nullptr ? std::nullopt : number_of(*known);
}

std::optional<ValueId> ConstantFolder::returned(ValueId output) {
  const OpId producer = graph_.value(output).producer;
  if (producer == kNone || graph_.kind(producer) != "prim::If") return std::nullopt;
  const Op& branch = graph_.op(producer);
  if (branch.blocks.count != 2) return std::nullopt;
  std::optional<std::int32_t> taken;
  if (rules_.taken_block) {
    taken = rules_.taken_block(producer);
  } else if (const auto condition = number(graph_.operand(branch.inputs, 0))) {
    taken = *condition != 0 ? 0 : 1;
  }
  if (!taken) return std::nullopt;
  const ValueSpan outputs = graph_.operands_of(branch.outputs);
  const auto place = std::find(outputs.begin(), outputs.end(), output) - outputs.begin();
  return graph_.operands_of(graph_.block(branch.blocks[*taken]).outputs)[static_cast<std::size_t>(place)];
}

std::optional<bool> ConstantFolder::is_none(ValueId id) {
  if (const Constant* known = value(id)) return known->kind == Constant::Kind::none;
  const TypeKind kind = graph_.type(graph_.value(id).type).kind;
  if (kind == TypeKind::none) return true;
  if (kind == TypeKind::other) return std::nullopt;
  if (kind != TypeKind::optional) return false;
  const auto by_branch = returned(id);
  return by_branch && *by_branch != id ? is_none(*by_branch) : std::nullopt;
}

const Constant* ConstantFolder::find(ValueId id) {
  const Value& value = graph_.value(id);
  if (value.constant != kNone) return &graph_.constant(value.constant);
  return value.producer == kNone ? nullptr : compute(value.producer, id);
}

const Constant* ConstantFolder::compute(OpId op, ValueId output) {
  const std::string& kind = graph_.kind(op);
  const ValueSpan inputs = graph_.operands_of(graph_.op(op).inputs);
  if (kind == "prim::If") {
    const auto by_branch = returned(output);
    return by_branch ? value(*by_branch) : nullptr;
  }
  if (kind == "prim::ListConstruct") return keep(list(op));
  if (inputs.empty()) return nullptr;
  if (rules_.is_identity(kind)) return value(inputs[0]);
  if (kind == "prim::ListUnpack") {
    const Constant* unpacked = rules_.is_fixed_list ? value(inputs[0]) : nullptr;
    const ValueSpan outputs = graph_.operands_of(graph_.op(op).outputs);
    const auto place = static_cast<std::size_t>(std::find(outputs.begin(), outputs.end(), output) - outputs.begin());
    return is_list(unpacked) && place < unpacked->elements.size() ? &unpacked->elements[place] : nullptr;
  }
  return graph_.op(op).outputs.count == 1 ? keep(result_of(op)) : nullptr;
}

std::optional<Constant> ConstantFolder::result_of(OpId op) {
  const std::string& kind = graph_.kind(op);
  const ValueSpan inputs = graph_.operands_of(graph_.op(op).inputs);
  if (kind == "aten::len") {
    if (auto count = length(inputs[0])) return count;
  } else if (is_one_of(kind, {"aten::__getitem__", "aten::slice"})) {
    if (auto part = part_of_list(op)) return part;
  } else if (const std::string_view computed = rules_.computed_as(kind); !computed.empty()) {
    if (is_one_of(computed, {"aten::__is__", "aten::__isnot__"}))
      return identity_test(computed == "aten::__is__", inputs);
    if (auto result = arithmetic(computed, inputs)) return result;
  }
  return rules_.other ? rules_.other(op) : std::nullopt;
}

// The third input of aten::add and similar ops is `alpha`, a factor; that of aten::div is the rounding mode.
std::optional<Constant> ConstantFolder::arithmetic(std::string_view kind, ValueSpan inputs) {
  const Constant* a = value(inputs[0]);
  if (a == nullptr) return std::nullopt;
  if (inputs.size() == 1) return evaluate(kind, *a);
  const Constant* b = value(inputs[1]);
  const bool is_plain = inputs.size() == 2 || (inputs.size() == 3 && number(inputs[2]) == 1.0);
  return b != nullptr && is_plain ? evaluate(kind, *a, *b) : std::nullopt;
}

std::optional<Constant> ConstantFolder::identity_test(bool is_same, ValueSpan inputs) {
  if (inputs.size() != 2) return std::nullopt;
  const std::optional<bool> left = is_none(inputs[0]);
  const std::optional<bool> right = is_none(inputs[1]);
  if (!left || !right || !(*left || *right)) return std::nullopt;
  return boolean_constant((*left == *right) == is_same);
}

std::optional<Constant> ConstantFolder::length(ValueId container) {
  if (rules_.is_fixed_list) {
    const Constant* known = value(container);
    if (is_list(known)) return integer_constant(static_cast<std::int64_t>(known->elements.size()));
  }
  const OpId producer = graph_.value(container).producer;
  if (producer == kNone || graph_.kind(producer) != "prim::TupleConstruct") return std::nullopt;
  return integer_constant(graph_.op(producer).inputs.count);
}

std::optional<Constant> ConstantFolder::list(OpId op) {
  const Op& node = graph_.op(op);
  if (!rules_.is_fixed_list || !rules_.is_fixed_list(graph_.operand(node.outputs, 0))) return std::nullopt;
  std::vector<Constant> elements;
  for (const ValueId element : graph_.operands_of(node.inputs)) {
    const Constant* known = value(element);
    if (known == nullptr || !number_of(*known)) return std::nullopt;
    elements.push_back(*known);
  }
  return list_of(std::move(elements));
}

// A position among `count` elements for a Python index: a negative one counts from the end. `if_none` if the index is
// None; nullopt if it is not known.
std::optional<double> ConstantFolder::place_in(std::size_t count, ValueId index, double if_none) {
  const Constant* known = value(index);
  if (known != nullptr && known->kind == Constant::Kind::none) return if_none;
  auto place = number(index);
  const auto all = static_cast<double>(count);
  if (place && *place < 0) place = *place + all;
  return place ? std::optional<double>(std::clamp(*place, 0.0, all)) : std::nullopt;
}

std::optional<Constant> ConstantFolder::part_of_list(OpId op) {
  const ValueSpan inputs = graph_.operands_of(graph_.op(op).inputs);
  const Constant* whole = rules_.is_fixed_list ? value(inputs[0]) : nullptr;
  if (!is_list(whole)) return std::nullopt;
  const std::size_t count = whole->elements.size();
  if (graph_.kind(op) == "aten::slice") {
    if (inputs.size() != 4) return std::nullopt;
    const auto from = place_in(count, inputs[1], 0);
    const auto to = place_in(count, inputs[2], static_cast<double>(count));
    if (!from || !to || number(inputs[3]) != 1.0) return std::nullopt;
    std::vector<Constant> part;
    const auto last = static_cast<std::size_t>(*to);
    for (auto i = static_cast<std::size_t>(*from); i < last; ++i) part.push_back(whole->elements[i]);
    return list_of(std::move(part));
  }
  const auto place = inputs.size() == 2 ? place_in(count, inputs[1], 0) : std::nullopt;
  return place && *place < static_cast<double>(count) ? std::optional(whole->elements[static_cast<std::size_t>(*place)])
                                                      : std::nullopt;
}

const Constant* ConstantFolder::keep(std::optional<Constant> constant) {
  if (!constant) return nullptr;
  computed_.push_back(*std::move(constant));
  return &computed_.back();
}

}  // namespace aimet
