// SPDX-License-Identifier: Apache-2.0
#include "checks/onnx/view.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace aimet::onnx {
namespace {

// erase_number_types.cpp.
constexpr std::array<std::string_view, 9> kErased = {
    "prim::NumToTensor",   "prim::TensorToNum", "aten::Bool",           "aten::Float", "aten::Int",
    "aten::FloatImplicit", "aten::IntImplicit", "aten::ScalarImplicit", "aten::Scalar"};
// Conversion functions that return what they are given: symbolic_opset9.py.
constexpr std::array<std::string_view, 11> kIdentity = {
    "prim::unchecked_cast", "prim::data", "aten::detach", "aten::clone",         "aten::contiguous",  "aten::alias",
    "aten::item",           "aten::lift", "aten::_conj",  "aten::conj_physical", "aten::resolve_conj"};

template <std::size_t N>
bool holds(const std::array<std::string_view, N>& list, const std::string& kind) {
  return std::find(list.begin(), list.end(), kind) != list.end();
}

}  // namespace

bool passes_through(const std::string& kind) { return holds(kErased, kind); }

const ExportOp* View::producer(Handle value) const {
  const std::int32_t op = graph_.value(value).producer;
  return op == kNone ? nullptr : &graph_.op(op);
}

Handle View::root(Handle value) const {
  for (const ExportOp* op = producer(value); op != nullptr && !op->inputs.empty(); op = producer(value)) {
    if (holds(kErased, op->kind) || holds(kIdentity, op->kind)) {
      value = op->inputs[0];
    } else if (op->kind == "prim::If" && number(op->inputs[0])) {  // only the branch that is taken is converted
      const auto at = std::find(op->outputs.begin(), op->outputs.end(), value) - op->outputs.begin();
      value = graph_.block(op->blocks[*number(op->inputs[0]) != 0 ? 0 : 1]).outputs[static_cast<std::size_t>(at)];
    } else {
      break;
    }
  }
  return value;
}

const std::string& View::maker(Handle value) const {
  static const std::string kInput;
  const ExportOp* op = producer(root(value));
  return op == nullptr ? kInput : op->kind;
}

bool View::is_none(Handle value) const {
  const ExportValue& fact = graph_.value(root(value));
  return (fact.constant && fact.constant->kind == Constant::Kind::none) ||
         graph_.type(fact.type).kind == TypeKind::none;
}

bool View::is_constant(Handle value) const {
  const auto& constant = graph_.value(root(value)).constant;
  if (constant) return constant->kind != Constant::Kind::none;
  const std::string& by = maker(value);
  return folding_.value(value) ? !is_list(value) : by == "prim::dtype" || by == "aten::is_floating_point";
}

bool View::is_list(Handle value) const {
  return maker(value) == "prim::ListConstruct" && !folding_.changes(root(value));
}

const std::vector<Handle>& View::elements(Handle list) const {
  static const std::vector<Handle> kEmpty;
  const ExportOp* op = producer(root(list));
  return op == nullptr ? kEmpty : op->inputs;
}

std::optional<double> View::number(Handle value) const {
  const auto& found = folding_.value(value);
  return found && !found->is_list ? std::optional<double>(found->numbers[0]) : std::nullopt;
}

std::optional<std::int64_t> View::integer(Handle value) const {
  const auto found = number(value);
  return found ? std::optional<std::int64_t>(static_cast<std::int64_t>(*found)) : std::nullopt;
}

std::optional<std::string> View::text(Handle value) const {
  const auto& constant = graph_.value(root(value)).constant;
  if (!constant || constant->kind != Constant::Kind::string) return std::nullopt;
  return constant->string;
}

std::optional<std::vector<std::int64_t>> View::integers(Handle value) const {
  const auto& found = folding_.value(value);
  if (!found || !found->is_list) return std::nullopt;
  std::vector<std::int64_t> result;
  for (const double number : found->numbers) result.push_back(static_cast<std::int64_t>(number));
  return result;
}

const std::optional<Folding::Sizes>& View::shape(Handle value) const {
  static const std::optional<Folding::Sizes> kScalar = Folding::Sizes{};
  const auto& found = folding_.sizes(value);
  return !found && number(value) ? kScalar : found;
}

std::optional<std::int64_t> View::rank(Handle value) const {
  const auto& known = shape(value);
  return known ? std::optional<std::int64_t>(static_cast<std::int64_t>(known->size())) : std::nullopt;
}

std::optional<std::string> View::dtype(Handle value) const {
  const auto& own = graph_.value(value).tensor;
  const auto& tensor = own ? own : graph_.value(root(value)).tensor;
  if (tensor) return tensor->dtype;
  switch (kind(value)) {
    case TypeKind::boolean:
      return "bool";
    case TypeKind::integer:
      return "int64";
    case TypeKind::floating:
      return "float64";
    default:
      return std::nullopt;
  }
}

bool View::is_floating(Handle value) const {
  const auto found = dtype(value);
  return found && found->find("float") != std::string::npos;
}

TypeKind View::kind(Handle value) const { return graph_.type(graph_.value(value).type).kind; }

TypeKind View::element_kind(Handle value) const {
  const Type& type = graph_.type(graph_.value(value).type);
  return type.elements.size() == 1 ? graph_.type(type.elements[0]).kind : TypeKind::other;
}

}  // namespace aimet::onnx
