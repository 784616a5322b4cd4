// SPDX-License-Identifier: Apache-2.0
#include "checks/onnx/fold.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "lib/model/evaluate.hpp"
#include "lib/model/op_name.hpp"

namespace aimet::onnx {
namespace {

constexpr int kDeepest = 400;  // operators in a chain; beyond, a tensor has the sizes that the sample showed

bool is_number(const Constant& constant) { return number_of(constant).has_value(); }

// Whether the constant is a number or a list of numbers.
bool is_foldable(const Constant& constant) {
  return is_number(constant) || (constant.kind == Constant::Kind::list &&
                                 std::all_of(constant.elements.begin(), constant.elements.end(), is_number));
}

template <typename Vector>
std::int64_t count_of(const Vector& vector) {
  return static_cast<std::int64_t>(vector.size());
}

// The operator that computes the result in lib/model/evaluate; "" if the exporter does not fold `kind`.
std::string_view folded_as(const std::string& kind, int opset) {
  if (kind == "aten::add_") return "aten::add";
  if (kind == "aten::sub_") return "aten::sub";
  if (kind == "aten::mul_") return "aten::mul";
  const bool folds =
      is_one_of(kind, {"aten::add", "aten::sub", "aten::rsub", "aten::mul", "aten::div", "aten::true_divide",
                       "aten::floordiv", "aten::floor_divide", "aten::eq", "aten::ne", "aten::gt", "aten::lt",
                       "aten::neg", "aten::sqrt", "aten::__not__", "aten::logical_not"}) ||
      (opset < 12 && is_one_of(kind, {"aten::ge", "aten::le"}));  // from 12 on GreaterOrEqual etc., not folded
  return folds ? std::string_view(kind) : std::string_view();
}

// Whether the exporter replaces the operator by its input, or erases it with the number types. It also erases a cast
// from float to int.
bool passes(const std::string& kind) {
  return is_one_of(kind, {"prim::NumToTensor", "prim::TensorToNum",    "aten::Bool",        "aten::Float",
                          "aten::Int",         "aten::FloatImplicit",  "aten::IntImplicit", "aten::ScalarImplicit",
                          "aten::Scalar",      "prim::unchecked_cast", "aten::detach",      "aten::clone",
                          "aten::contiguous",  "aten::item",           "aten::list",        "aten::to",
                          "aten::tensor",      "aten::scalar_tensor",  "prim::data",        "aten::_cast_Float",
                          "aten::_cast_Long",  "aten::type_as"});
}

// Whether the sizes of the result depend on data, or on values that the exporter does not fold (for Pad, a chain of
// operators).
bool hides_sizes(const std::string& kind, int opset) {
  if (is_one_of(kind,
                {"aten::nonzero", "aten::masked_select", "aten::_unique2", "aten::unique_dim", "aten::nonzero_numpy",
                 "torchvision::nms", "prim::Loop", "aten::chunk", "aten::bincount", "aten::_pad_packed_sequence"})) {
    return true;
  }
  return opset >= 11 && is_one_of(kind, {"aten::pad", "aten::constant_pad_nd", "aten::reflection_pad1d",
                                         "aten::reflection_pad2d", "aten::reflection_pad3d", "aten::replication_pad1d",
                                         "aten::replication_pad2d", "aten::replication_pad3d"});
}

// The number of a dtype in TorchScript (c10/core/ScalarType.h); nullopt for a dtype that is not in the table.
std::optional<std::int64_t> dtype_code(const std::string& dtype) {
  static constexpr std::array<std::pair<std::string_view, int>, 12> kCodes = {{{"uint8", 0},
                                                                               {"int8", 1},
                                                                               {"int16", 2},
                                                                               {"int32", 3},
                                                                               {"int64", 4},
                                                                               {"float16", 5},
                                                                               {"float32", 6},
                                                                               {"float64", 7},
                                                                               {"complex64", 9},
                                                                               {"complex128", 10},
                                                                               {"bool", 11},
                                                                               {"bfloat16", 15}}};
  for (const auto& [name, code] : kCodes) {
    if (name == dtype) return code;
  }
  return std::nullopt;
}

}  // namespace

Folding::Folding(const ExportGraph& graph, int opset) : graph_(graph), opset_(opset), folder_(graph, rules()) {
  for (const OpId id : graph.ops.ids()) {
    const OpSchema* schema = graph.schema(id);
    if (schema == nullptr || graph.drops(id)) continue;
    for (const std::int32_t written : schema->writes) {
      if (written < graph.op(id).inputs.count) changed_.insert(graph.operand(graph.op(id).inputs, written));
    }
  }
  for (const Block& block : graph.blocks) {
    if (block.owner == kNone) continue;
    for (const Handle input : graph.operands_of(block.inputs)) carried_.insert(input);
  }
}

ConstantFolder::Rules Folding::rules() {
  ConstantFolder::Rules rules;
  rules.computed_as = [this](const std::string& kind) { return folded_as(kind, opset_); };
  rules.is_identity = passes;
  rules.is_fixed_list = [this](Handle list) { return !changes(list); };
  rules.other = [this](OpId op) { return of_shape(op); };
  return rules;
}

const Constant* Folding::value(Handle value) const {
  const Constant* known = folder_.value(value);
  return known != nullptr && is_foldable(*known) ? known : nullptr;
}

const std::optional<Folding::Sizes>& Folding::sizes(Handle value) const {
  const auto found = sizes_.find(value);
  if (found != sizes_.end()) return found->second;
  std::optional<Sizes> result;
  if (depth_ < kDeepest) {
    ++depth_;
    result = infer(value);
    --depth_;
  } else if (const Tensor* tensor = tensor_of(graph_, value)) {
    result = Sizes(tensor->shape.begin(), tensor->shape.end());
  }
  return sizes_[value] = std::move(result);
}

std::optional<Constant> Folding::of_shape(OpId id) const {
  const Node op = node(id);
  if (!is_one_of(op.kind, {"aten::size", "prim::shape", "aten::dim", "aten::numel", "aten::len",
                           "aten::is_floating_point", "prim::dtype"}))
    return std::nullopt;
  const Tensor* tensor = tensor_of(graph_, op.inputs[0]);
  if (op.kind == "prim::dtype") {
    const auto code = tensor != nullptr ? dtype_code(tensor->dtype) : std::nullopt;
    return code ? std::optional(integer_constant(*code)) : std::nullopt;
  }
  if (op.kind == "aten::is_floating_point") {
    if (tensor == nullptr) return std::nullopt;
    return boolean_constant(tensor->dtype.find("float") != std::string::npos);
  }
  const auto& shape = sizes(op.inputs[0]);
  if (!shape) return std::nullopt;
  if (op.kind == "aten::dim") return integer_constant(count_of(*shape));
  if (op.kind == "aten::len")
    return !shape->empty() && shape->front() ? std::optional(integer_constant(*shape->front())) : std::nullopt;
  return op.kind == "aten::size" && op.inputs.size() > 1 ? of_dimension(op, *shape) : of_all_sizes(op, *shape);
}

std::optional<Constant> Folding::of_dimension(const Node& op, const Sizes& shape) const {
  auto dim = folder_.number(op.inputs[1]);
  if (dim && *dim < 0) dim = *dim + static_cast<double>(shape.size());
  if (!dim || *dim < 0 || *dim >= static_cast<double>(shape.size())) return std::nullopt;
  const auto& size = shape[static_cast<std::size_t>(*dim)];
  return size ? std::optional(integer_constant(*size)) : std::nullopt;
}

std::optional<Constant> Folding::of_all_sizes(const Node& op, const Sizes& shape) {
  std::vector<Constant> elements;
  std::optional<Constant> product = integer_constant(1);
  for (const auto& size : shape) {
    if (!size) return std::nullopt;
    elements.push_back(integer_constant(*size));
    product = evaluate("aten::mul", *product, elements.back());
  }
  if (op.kind == "aten::numel") return product;
  Constant list;
  list.kind = Constant::Kind::list;
  list.elements = std::move(elements);
  return list;
}

// The sizes that the sample showed, except those that the exporter cannot infer.
std::optional<Folding::Sizes> Folding::infer(Handle value) const {
  const Value& fact = graph_.value(value);
  const Tensor* tensor = tensor_of(graph_, value);
  if (tensor == nullptr) {
    if (fact.producer == kNone) return std::nullopt;
    const Node maker = node(fact.producer);
    return passes(maker.kind) && !maker.inputs.empty() ? sizes(maker.inputs[0]) : std::nullopt;
  }
  Sizes result(tensor->shape.begin(), tensor->shape.end());
  if (fact.producer == kNone) return carried_.count(value) != 0 ? Sizes(result.size()) : result;
  const Node op = node(fact.producer);
  if (op.kind == "prim::If") {
    const auto by_branch = returned(value);
    return by_branch ? sizes(*by_branch) : result;
  }
  if (!hides_sizes(op.kind, opset_) && !takes_unknown_size(op)) return result;
  const bool convolves = is_one_of(op.kind, {"aten::conv1d", "aten::conv2d", "aten::conv3d", "aten::_convolution",
                                             "aten::conv_transpose1d", "aten::conv_transpose2d"});
  const auto channels = convolves && result.size() > 2 ? result[1] : std::nullopt;
  result.assign(result.size(), std::nullopt);
  if (convolves && result.size() > 2) result[1] = channels;
  return result;
}

bool Folding::takes_unknown_size(const Node& op) const {
  return std::any_of(op.inputs.begin(), op.inputs.end(), [&](Handle input) {
    if (tensor_of(graph_, input) == nullptr) return false;
    const auto& known = sizes(input);
    return known && std::any_of(known->begin(), known->end(), [](const auto& size) { return !size; });
  });
}

}  // namespace aimet::onnx
