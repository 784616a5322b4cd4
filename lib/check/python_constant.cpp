// SPDX-License-Identifier: Apache-2.0
#include "lib/check/python_constant.hpp"

#include <algorithm>
#include <cstdio>
#include <string_view>

#include "lib/model/flow.hpp"
#include "lib/model/text.hpp"

namespace aimet {
namespace {

// The value that the branch which ran returned: the functions of torch.nn.functional fill in defaults in branches.
ValueId resolved(const Model& model, ValueId id) {
  constexpr int kDeepest = 64;
  for (int depth = 0; depth < kDeepest; ++depth) {
    const OpId producer = model.value(id).producer;
    if (producer == kNone) return id;
    const Op& op = model.op(producer);
    if (model.kind(producer) == "prim::unchecked_cast") {
      id = model.operand(op.inputs, 0);
    } else if (op.blocks.count == 2) {
      const bool first = runs(model, op.blocks.first) > 0;
      if (first == (runs(model, op.blocks[1]) > 0)) return id;
      const Block& taken = model.block(op.blocks[first ? 0 : 1]);
      for (std::int32_t i = 0; i < op.outputs.count; ++i) {
        if (model.operand(op.outputs, i) != id) continue;
        id = model.operand(taken.outputs, i);
        break;
      }
    } else {
      return id;
    }
  }
  return id;
}

}  // namespace

std::optional<std::string> python_sequence(const std::vector<Constant>& elements, bool square) {
  std::vector<std::string> texts;
  for (const Constant& element : elements) {
    const auto text = python(element);
    if (!text) return std::nullopt;
    texts.push_back(*text);
  }
  if (texts.empty()) return "[]";
  if (square &&
      std::all_of(texts.begin(), texts.end(), [&](const std::string& text) { return text == texts.front(); })) {
    return texts.front();
  }
  return "(" + joined(texts) + (texts.size() == 1 ? ",)" : ")");
}

std::optional<std::string> python(const Constant& constant, bool square) {
  switch (constant.kind) {
    case Constant::Kind::none:
      return "None";
    case Constant::Kind::boolean:
      return constant.integer != 0 ? "True" : "False";
    case Constant::Kind::integer:
      return std::to_string(constant.integer);
    case Constant::Kind::string:
      return constant.string.find_first_of("'\\\n") == std::string::npos ? std::optional("'" + constant.string + "'")
                                                                         : std::nullopt;
    case Constant::Kind::list:
    case Constant::Kind::tuple:
      return python_sequence(constant.elements, square);
    case Constant::Kind::floating: {
      char text[32];
      std::snprintf(text, sizeof text, "%.12g", constant.floating);
      const std::string_view written(text);
      return std::string(written) + (written.find_first_of(".en") == std::string_view::npos ? ".0" : "");
    }
    default:
      return std::nullopt;
  }
}

std::optional<Constant> constant_of(const Model& model, ValueId given) {
  const ValueId id = resolved(model, given);
  const Value& value = model.value(id);
  if (value.constant != kNone) return model.constant(value.constant);
  if (value.producer == kNone || model.kind(value.producer) != "prim::ListConstruct") return std::nullopt;
  Constant list;
  list.kind = Constant::Kind::list;
  const IdRange<OperandId> inputs = model.op(value.producer).inputs;
  for (std::int32_t i = 0; i < inputs.count; ++i) {
    const Value& element = model.value(resolved(model, model.operand(inputs, i)));
    if (element.constant == kNone) return std::nullopt;
    list.elements.push_back(model.constant(element.constant));
  }
  return list;
}

std::optional<Constant> constant_input(const Model& model, OpId op, std::int32_t input) {
  const IdRange<OperandId> inputs = model.op(op).inputs;
  return input < inputs.count ? constant_of(model, model.operand(inputs, input)) : std::nullopt;
}

std::optional<std::int64_t> integer_input(const Model& model, OpId op, std::int32_t input) {
  const auto constant = constant_input(model, op, input);
  if (!constant || constant->kind != Constant::Kind::integer) return std::nullopt;
  return constant->integer;
}

bool is_none_input(const Model& model, OpId op, std::int32_t input) {
  if (input >= model.op(op).inputs.count) return true;
  const auto constant = constant_input(model, op, input);
  return constant && constant->kind == Constant::Kind::none;
}

std::string bare_name(const std::string& kind) {
  std::string name = kind.substr(kind.rfind(':') + 1);
  const std::size_t first = name.find_first_not_of('_');
  if (first == std::string::npos) return name;
  return name.substr(first, name.find_last_not_of('_') - first + 1);
}

}  // namespace aimet
