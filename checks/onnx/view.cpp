// SPDX-License-Identifier: Apache-2.0
#include "checks/onnx/view.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include "lib/model/evaluate.hpp"

namespace aimet::onnx {
namespace {

// The operators that erase_number_types.cpp replaces by their input.
constexpr std::array<std::string_view, 9> kErased = {
    "prim::NumToTensor",   "prim::TensorToNum", "aten::Bool",           "aten::Float", "aten::Int",
    "aten::FloatImplicit", "aten::IntImplicit", "aten::ScalarImplicit", "aten::Scalar"};
// The operators whose conversion functions return their input: symbolic_opset9.py.
constexpr std::array<std::string_view, 11> kIdentity = {
    "prim::unchecked_cast", "prim::data", "aten::detach", "aten::clone",         "aten::contiguous",  "aten::alias",
    "aten::item",           "aten::lift", "aten::_conj",  "aten::conj_physical", "aten::resolve_conj"};

template <std::size_t N>
bool contains(const std::array<std::string_view, N>& list, const std::string& kind) {
  return std::find(list.begin(), list.end(), kind) != list.end();
}

}  // namespace

bool passes_through(const std::string& kind) { return contains(kErased, kind); }

std::optional<Node> View::producer(Handle value) const {
  const OpId op = graph_.value(value).producer;
  return op == kNone ? std::nullopt : std::optional(node(op));
}

Handle View::root(Handle value) const {
  for (OpId id = graph_.value(value).producer; id != kNone; id = graph_.value(value).producer) {
    const Node op = node(id);
    if (op.inputs.empty()) break;
    if (contains(kErased, op.kind) || contains(kIdentity, op.kind)) {
      value = op.inputs[0];
    } else if (const auto returned = folding_.returned(value)) {  // only the branch that runs is converted
      value = *returned;
    } else {
      break;
    }
  }
  return value;
}

const std::string& View::maker(Handle value) const {
  static const std::string kInput;
  const OpId op = graph_.value(root(value)).producer;
  return op == kNone ? kInput : graph_.kind(op);
}

const Constant* View::constant(Handle value) const {
  const ConstantId constant = graph_.value(root(value)).constant;
  return constant == kNone ? nullptr : &graph_.constant(constant);
}

bool View::is_none(Handle value) const {
  const Constant* known = constant(value);
  return (known != nullptr && known->kind == Constant::Kind::none) || type(root(value)).kind == TypeKind::none;
}

bool View::is_constant(Handle value) const {
  if (const Constant* known = constant(value)) return known->kind != Constant::Kind::none;
  const std::string& by = maker(value);
  if (folding_.value(value) != nullptr) return !is_list(value);
  return by == "prim::Constant" || by == "prim::dtype" || by == "aten::is_floating_point";
}

bool View::is_list(Handle value) const {
  return maker(value) == "prim::ListConstruct" && !folding_.changes(root(value));
}

ValueSpan View::elements(Handle list) const {
  const std::optional<Node> op = producer(root(list));
  return op ? op->inputs : ValueSpan(nullptr, nullptr);
}

std::optional<double> View::number(Handle value) const {
  const Constant* found = folding_.value(value);
  return found != nullptr ? number_of(*found) : std::nullopt;
}

std::optional<std::int64_t> View::integer(Handle value) const {
  const auto found = number(value);
  return found ? std::optional<std::int64_t>(static_cast<std::int64_t>(*found)) : std::nullopt;
}

std::optional<std::string> View::text(Handle value) const {
  const Constant* known = constant(value);
  if (known == nullptr || known->kind != Constant::Kind::string) return std::nullopt;
  return known->string;
}

std::optional<std::vector<std::int64_t>> View::integers(Handle value) const {
  const Constant* found = folding_.value(value);
  if (found == nullptr || found->kind != Constant::Kind::list) return std::nullopt;
  std::vector<std::int64_t> result;
  for (const Constant& element : found->elements)
    result.push_back(static_cast<std::int64_t>(number_of(element).value_or(0)));
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
  const Tensor* own = tensor_of(graph_, value);
  const Tensor* tensor = own != nullptr ? own : tensor_of(graph_, root(value));
  if (tensor != nullptr) return tensor->dtype;
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

TypeKind View::kind(Handle value) const { return type(value).kind; }

TypeKind View::element_kind(Handle value) const {
  const Type& list = type(value);
  return list.elements.size() == 1 ? graph_.type(list.elements[0]).kind : TypeKind::other;
}

}  // namespace aimet::onnx
