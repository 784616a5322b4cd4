// SPDX-License-Identifier: Apache-2.0
#include "checks/onnx/fold.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>
#include <utility>

namespace aimet::onnx {
namespace {

constexpr int kDeepest = 400;  // of a chain of operators; a longer one counts as unknown

bool any_of(const std::string& kind, std::initializer_list<std::string_view> list) {
  return std::find(list.begin(), list.end(), kind) != list.end();
}

std::optional<Folding::Known> known(double number) { return Folding::Known{false, {number}}; }

std::optional<Folding::Known> of_constant(const Constant& constant) {
  switch (constant.kind) {
    case Constant::Kind::boolean:
    case Constant::Kind::integer:
      return known(static_cast<double>(constant.integer));
    case Constant::Kind::floating:
      return known(constant.floating);
    case Constant::Kind::list:
      break;
    default:
      return std::nullopt;
  }
  Folding::Known list{true, {}};
  for (const Constant& element : constant.elements) {
    const auto number = of_constant(element);
    if (!number || number->is_list) return std::nullopt;
    list.numbers.push_back(number->numbers[0]);
  }
  return list;
}

std::optional<double> apply(const std::string& kind, double a, double b, int opset) {
  if (any_of(kind, {"aten::add", "aten::add_"})) return a + b;
  if (any_of(kind, {"aten::sub", "aten::sub_"})) return a - b;
  if (kind == "aten::rsub") return b - a;
  if (any_of(kind, {"aten::mul", "aten::mul_"})) return a * b;
  if (any_of(kind, {"aten::div", "aten::true_divide"}) && b != 0) return a / b;
  if (any_of(kind, {"aten::floordiv", "aten::floor_divide"}) && b != 0) return std::floor(a / b);
  if (kind == "aten::eq") return a == b;
  if (kind == "aten::ne") return a != b;
  if (kind == "aten::gt") return a > b;
  if (kind == "aten::lt") return a < b;
  if (opset < 12 && kind == "aten::ge") return a >= b;  // later GreaterOrEqual, which nothing folds
  if (opset < 12 && kind == "aten::le") return a <= b;
  return std::nullopt;
}

// Passed on as they are, or erased with the number types; a cast from float to int is erased too.
bool passes(const std::string& kind) {
  return any_of(kind, {"prim::NumToTensor", "prim::TensorToNum",    "aten::Bool",        "aten::Float",
                       "aten::Int",         "aten::FloatImplicit",  "aten::IntImplicit", "aten::ScalarImplicit",
                       "aten::Scalar",      "prim::unchecked_cast", "aten::detach",      "aten::clone",
                       "aten::contiguous",  "aten::item",           "aten::list",        "aten::to",
                       "aten::tensor",      "aten::scalar_tensor",  "prim::data",        "aten::_cast_Float",
                       "aten::_cast_Long",  "aten::type_as"});
}

// The size of what these give depends on data, or on something that is not folded (Pad: on a chain of operators).
bool hides_sizes(const std::string& kind, int opset) {
  if (any_of(kind, {"aten::nonzero", "aten::masked_select", "aten::_unique2", "aten::unique_dim", "aten::nonzero_numpy",
                    "torchvision::nms", "prim::Loop", "aten::chunk", "aten::bincount", "aten::_pad_packed_sequence"})) {
    return true;
  }
  return opset >= 11 && any_of(kind, {"aten::pad", "aten::constant_pad_nd", "aten::reflection_pad1d",
                                      "aten::reflection_pad2d", "aten::reflection_pad3d", "aten::replication_pad1d",
                                      "aten::replication_pad2d", "aten::replication_pad3d"});
}

// c10/core/ScalarType.h: what torch.float32 is in TorchScript.
std::optional<double> dtype_code(const std::string& dtype) {
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

Folding::Folding(const ExportGraph& graph, int opset) : graph_(graph), opset_(opset) {
  for (const ExportOp& op : graph.ops) {
    if (op.in_place && !op.dropped && !op.inputs.empty()) changed_.insert(op.inputs[0]);
  }
}

const std::optional<Folding::Known>& Folding::value(std::int32_t value) const {
  const auto found = values_.find(value);
  if (found != values_.end()) return found->second;
  std::optional<Known> result;
  if (depth_ < kDeepest) {
    ++depth_;
    result = compute(value);
    --depth_;
  }
  return values_[value] = std::move(result);
}

const std::optional<Folding::Sizes>& Folding::sizes(std::int32_t value) const {
  const auto found = sizes_.find(value);
  if (found != sizes_.end()) return found->second;
  std::optional<Sizes> result;
  if (depth_ < kDeepest) {
    ++depth_;
    result = infer(value);
    --depth_;
  } else if (graph_.value(value).tensor) {
    const auto& shape = graph_.value(value).tensor->shape;
    result = Sizes(shape.begin(), shape.end());
  }
  return sizes_[value] = std::move(result);
}

std::optional<double> Folding::number(std::int32_t value) const {
  const auto& found = this->value(value);
  return found && !found->is_list ? std::optional<double>(found->numbers[0]) : std::nullopt;
}

std::optional<Folding::Known> Folding::compute(std::int32_t value) const {
  const ExportValue& fact = graph_.value(value);
  if (fact.constant) return of_constant(*fact.constant);
  if (fact.producer == kNone) return std::nullopt;
  const ExportOp& op = graph_.op(fact.producer);
  const auto output = std::find(op.outputs.begin(), op.outputs.end(), value) - op.outputs.begin();
  return compute(op, static_cast<std::size_t>(output));
}

std::optional<Folding::Known> Folding::compute(const ExportOp& op, std::size_t output) const {
  if (op.inputs.empty() && op.kind != "prim::ListConstruct") return std::nullopt;
  if (passes(op.kind)) return value(op.inputs[0]);
  if (op.kind == "prim::If") {
    const auto condition = number(op.inputs[0]);
    if (!condition) return std::nullopt;
    return value(graph_.block(op.blocks[*condition != 0 ? 0 : 1]).outputs[output]);
  }
  if (op.kind == "prim::ListUnpack") {
    const auto& list = value(op.inputs[0]);
    return list && list->is_list && output < list->numbers.size() ? known(list->numbers[output]) : std::nullopt;
  }
  if (any_of(op.kind, {"aten::size", "prim::shape", "aten::dim", "aten::numel", "aten::len", "aten::is_floating_point",
                       "prim::dtype"}))
    return of_shape(op);
  if (any_of(op.kind, {"prim::ListConstruct", "aten::__getitem__", "aten::slice", "aten::select"})) return of_list(op);
  return arithmetic(op);
}

std::optional<Folding::Known> Folding::arithmetic(const ExportOp& op) const {
  const auto a = number(op.inputs[0]);
  if (!a) return std::nullopt;
  if (op.kind == "aten::neg") return known(-*a);
  if (op.kind == "aten::sqrt") return known(std::sqrt(*a));
  if (op.kind == "aten::__not__" || op.kind == "aten::logical_not") return known(*a == 0);
  if (op.inputs.size() < 2) return std::nullopt;
  const auto b = number(op.inputs[1]);
  if (!b) return std::nullopt;
  const auto result = apply(op.kind, *a, *b, opset_);
  return result ? known(*result) : std::nullopt;
}

std::optional<Folding::Known> Folding::of_shape(const ExportOp& op) const {
  if (op.kind == "prim::dtype") {
    const auto& tensor = graph_.value(op.inputs[0]).tensor;
    const auto code = tensor ? dtype_code(tensor->dtype) : std::nullopt;
    return code ? known(*code) : std::nullopt;
  }
  if (op.kind == "aten::is_floating_point") {
    const auto& tensor = graph_.value(op.inputs[0]).tensor;
    return tensor ? known(tensor->dtype.find("float") != std::string::npos) : std::nullopt;
  }
  if (op.kind == "aten::len") {
    const auto& list = value(op.inputs[0]);
    if (list && list->is_list) return known(static_cast<double>(list->numbers.size()));
  }
  const auto& shape = sizes(op.inputs[0]);
  if (!shape) return std::nullopt;
  if (op.kind == "aten::dim") return known(static_cast<double>(shape->size()));
  if (op.kind == "aten::len")
    return !shape->empty() && shape->front() ? known(static_cast<double>(*shape->front())) : std::nullopt;
  if (op.kind == "aten::size" && op.inputs.size() > 1) {
    auto dim = number(op.inputs[1]);
    if (dim && *dim < 0) dim = *dim + static_cast<double>(shape->size());
    if (!dim || *dim < 0 || *dim >= static_cast<double>(shape->size())) return std::nullopt;
    const auto& size = (*shape)[static_cast<std::size_t>(*dim)];
    return size ? known(static_cast<double>(*size)) : std::nullopt;
  }
  Known list{true, {}};
  double product = 1;
  for (const auto& size : *shape) {
    if (!size) return std::nullopt;
    list.numbers.push_back(static_cast<double>(*size));
    product *= static_cast<double>(*size);
  }
  return op.kind == "aten::numel" ? known(product) : std::optional<Known>(list);
}

std::optional<Folding::Known> Folding::of_list(const ExportOp& op) const {
  if (op.kind == "prim::ListConstruct") {
    if (changes(op.outputs[0])) return std::nullopt;
    Known list{true, {}};
    for (const std::int32_t element : op.inputs) {
      const auto found = number(element);
      if (!found) return std::nullopt;
      list.numbers.push_back(*found);
    }
    return list;
  }
  const auto& list = value(op.inputs[0]);
  if (!list || !list->is_list) return std::nullopt;
  const auto count = static_cast<double>(list->numbers.size());
  const auto place = [&](std::size_t input, double otherwise) -> std::optional<double> {
    const auto& constant = graph_.value(op.inputs[input]).constant;
    if (constant && constant->kind == Constant::Kind::none) return otherwise;
    auto at = number(op.inputs[input]);
    if (at && *at < 0) at = *at + count;
    return at ? std::optional<double>(std::clamp(*at, 0.0, count)) : std::nullopt;
  };
  if (op.kind == "aten::slice" && op.inputs.size() == 4) {
    const auto from = place(1, 0);
    const auto to = place(2, count);
    if (!from || !to || number(op.inputs[3]) != 1.0) return std::nullopt;
    Known part{true, {}};
    const auto last = static_cast<std::size_t>(*to);
    for (auto i = static_cast<std::size_t>(*from); i < last; ++i) part.numbers.push_back(list->numbers[i]);
    return part;
  }
  if (op.kind != "aten::__getitem__" || op.inputs.size() != 2) return std::nullopt;
  const auto at = place(1, 0);
  return at && *at < count ? known(list->numbers[static_cast<std::size_t>(*at)]) : std::nullopt;
}

// What the sample showed, less what the exporter could not infer on the way.
std::optional<Folding::Sizes> Folding::infer(std::int32_t value) const {
  const ExportValue& fact = graph_.value(value);
  if (!fact.tensor) {
    if (fact.producer == kNone) return std::nullopt;
    const ExportOp& maker = graph_.op(fact.producer);
    return passes(maker.kind) && !maker.inputs.empty() ? sizes(maker.inputs[0]) : std::nullopt;
  }
  Sizes result(fact.tensor->shape.begin(), fact.tensor->shape.end());
  if (fact.producer == kNone) {
    if (fact.block != 0) return Sizes(result.size());  // of a loop's body
    return result;
  }
  const ExportOp& op = graph_.op(fact.producer);
  if (op.kind == "prim::If") {
    const auto condition = number(op.inputs[0]);
    if (!condition) return result;
    const auto output = std::find(op.outputs.begin(), op.outputs.end(), value) - op.outputs.begin();
    return sizes(graph_.block(op.blocks[*condition != 0 ? 0 : 1]).outputs[static_cast<std::size_t>(output)]);
  }
  bool hidden = hides_sizes(op.kind, opset_);
  for (const std::int32_t input : op.inputs) {
    const auto& of_input = graph_.value(input).tensor ? sizes(input) : std::optional<Sizes>();
    hidden =
        hidden || (of_input && std::any_of(of_input->begin(), of_input->end(), [](const auto& size) { return !size; }));
  }
  if (!hidden) return result;
  const bool convolves = any_of(op.kind, {"aten::conv1d", "aten::conv2d", "aten::conv3d", "aten::_convolution",
                                          "aten::conv_transpose1d", "aten::conv_transpose2d"});
  const auto channels = convolves && result.size() > 2 ? result[1] : std::nullopt;
  result.assign(result.size(), std::nullopt);
  if (convolves && result.size() > 2) result[1] = channels;
  return result;
}

}  // namespace aimet::onnx
