// SPDX-License-Identifier: Apache-2.0
#include "lib/model/python_number.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include "lib/model/op_name.hpp"
#include "lib/model/tensor_values.hpp"

namespace aimet {
namespace {

// LibTorch's ops on numbers have no link to torch.Tensor's operators (torch/_tensor.py), so they are listed here.
constexpr std::pair<std::string_view, std::string_view> kOperators[] = {{"aten::size", "size"},
                                                                        {"aten::numel", "numel"},
                                                                        {"aten::floordiv", "floor_divide"},
                                                                        {"aten::sub", "sub"},
                                                                        {"aten::add", "add"},
                                                                        {"aten::mul", "mul"},
                                                                        {"aten::div", "div"},
                                                                        {"aten::remainder", "remainder"},
                                                                        {"aten::neg", "neg"},
                                                                        {"aten::pow", "pow"},
                                                                        {"aten::abs", "abs"},
                                                                        {"aten::__and__", "and"},
                                                                        {"aten::__or__", "or"},
                                                                        {"aten::__xor__", "xor"},
                                                                        {"aten::__lshift__", "lshift"},
                                                                        {"aten::__rshift__", "rshift"}};

bool has_tensor_output(const Model& model, const Op& op) {
  for (std::int32_t i = 0; i < op.outputs.count; ++i) {
    if (contains_tensor(model, model.value(model.operand(op.outputs, i)).type)) return true;
  }
  return false;
}

// Whether the op returns one of its operands, converts a tensor to an argument that is a number, or makes a tensor of a
// number that is a tensor already, as torch.tensor does with a traced size.
bool is_link(const std::string& kind) {
  constexpr std::string_view kLinks[] = {"prim::min",
                                         "prim::max",
                                         "aten::IntImplicit",
                                         "aten::FloatImplicit",
                                         "aten::ComplexImplicit",
                                         "aten::ScalarImplicit",
                                         "prim::NumToTensor",
                                         "aten::tensor",
                                         "aten::as_tensor"};
  return std::find(std::begin(kLinks), std::end(kLinks), kind) != std::end(kLinks);
}

}  // namespace

std::optional<std::string_view> overloaded_operator(const std::string& kind) {
  const auto* const found = std::find_if(std::begin(kOperators), std::end(kOperators),
                                         [&](const auto& entry) { return entry.first == kind; });
  return found == std::end(kOperators) ? std::nullopt : std::optional(found->second);
}

bool is_number(const Model& model, TypeId id) {
  const Type& type = model.type(id);
  if ((type.kind == TypeKind::list || type.kind == TypeKind::optional || type.kind == TypeKind::tuple) &&
      !type.elements.empty())
    return std::all_of(type.elements.begin(), type.elements.end(),
                       [&](TypeId element) { return is_number(model, element); });
  return type.kind == TypeKind::integer || type.kind == TypeKind::floating || type.kind == TypeKind::boolean;
}

bool takes_plain_numbers(const Model& model, OpId id) {
  const Op& op = model.op(id);
  const std::string& kind = model.kind(id);
  const OpSchema* schema = model.schema(id);
  if (schema == nullptr || schema->is_generic || op.outputs.count == 0) return false;
  const bool is_builtin = aimet::is_builtin(kind);
  if (!is_builtin) return true;
  if (is_link(kind) || overloaded_operator(kind)) return false;
  return !schema->is_recorded || !has_tensor_output(model, op);
}

}  // namespace aimet
