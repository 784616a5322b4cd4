// SPDX-License-Identifier: Apache-2.0
#include "checks/same_class.hpp"

#include <algorithm>
#include <set>
#include <string_view>

#include "checks/replacements.hpp"
#include "lib/check/aimet_graph.hpp"
#include "lib/check/aimet_registry.hpp"
#include "lib/check/constructor.hpp"

namespace aimet {
namespace {

const Tensor* observed(const Model& model, ValueId id) {
  const Value& value = model.value(id);
  return value.observed.count == 0 ? nullptr : &model.observations[value.observed.first];
}

const Constant* constant(const Model& model, OpId op, std::int32_t input) {
  const IdRange<OperandId> inputs = model.op(op).inputs;
  if (input >= inputs.count) return nullptr;
  const ConstantId id = model.value(model.operand(inputs, input)).constant;
  return id == kNone ? nullptr : &model.constant(id);
}

// Whether the leaf has only parameters that torch.nn's own layers have. A leaf with others does more than such a layer.
bool keeps_what_a_layer_keeps(const Module& module) {
  return std::all_of(module.parameters.begin(), module.parameters.end(), [](const Parameter& parameter) {
    const std::string& name = parameter.name;
    return name.rfind("weight", 0) == 0 || name.rfind("bias", 0) == 0 || name.rfind("running_", 0) == 0 ||
           name == "num_batches_tracked";
  });
}

// Whether Add, Divide or Subtract does the same: torch.add(x, y, alpha=2) and torch.div(x, y, rounding_mode="floor") do
// more.
bool is_plain_arithmetic(const Model& model, OpId op, const std::string& type) {
  static const std::set<std::string> kWithAThird = {"Add", "add", "sub", "Div", "div"};
  if (kWithAThird.count(type) == 0 || model.op(op).inputs.count < 3) return true;
  const Constant* third = constant(model, op, 2);
  return third != nullptr &&
         (third->kind == Constant::Kind::none || (third->kind == Constant::Kind::integer && third->integer == 1));
}

// Whether AIMET's module for the op calls another function of PyTorch: with other arguments, or in place.
bool takes_other_arguments(const std::string& type) {
  static const std::set<std::string> kTypes = {"broadcast_tensors",
                                               "chunk",
                                               "expand_as",
                                               "frobenius_norm",
                                               "index",
                                               "linalg_vector_norm",
                                               "masked_fill",
                                               "nms",
                                               "one_hot",
                                               "reshape_as",
                                               "roi_align",
                                               "rsub",
                                               "scatter",
                                               "slice",
                                               "tensor_split",
                                               "transpose",
                                               "upsample_bicubic2d_aa",
                                               "upsample_bilinear2d_aa"};
  return kTypes.count(type) > 0;
}

std::optional<std::string> with_dimensions(const std::string& name, const Tensor* tensor) {
  if (tensor == nullptr || tensor->shape.size() < 2) return std::nullopt;
  const std::size_t dimensions = std::max<std::size_t>(tensor->shape.size() - 2, 1);
  if (dimensions > 3) return std::nullopt;
  return name + std::to_string(dimensions) + "d";
}

// The class name in torch.nn; if several classes use the op, its inputs show which. nullopt if it is not known.
std::optional<std::string> torch_nn_name(const Model& model, const AimetOp& op, const std::string& usual) {
  const IdRange<OperandId> inputs = model.op(op.op).inputs;
  if (op.type == "scaled_dot_product_attention" || inputs.count == 0) return std::nullopt;
  const Tensor* input = observed(model, model.operand(inputs, 0));
  if (op.type == "batch_norm" || op.type == "native_batch_norm") return with_dimensions("BatchNorm", input);
  if (op.type == "instance_norm") return with_dimensions("InstanceNorm", input);
  if (op.type == "feature_dropout") return with_dimensions("Dropout", input);
  if (op.type == "convolution") {
    const Constant* transposed = constant(model, op.op, 6);
    const bool is_transposed = transposed != nullptr && transposed->integer != 0;
    return with_dimensions(is_transposed ? "ConvTranspose" : "Conv", observed(model, model.operand(inputs, 1)));
  }
  if (op.type == "clamp" || op.type == "constant_pad_nd") {
    const auto constructor = constructor_for_op(model, op.op);
    if (!constructor) return std::nullopt;
    constexpr std::string_view kPrefix = "torch.nn.";
    if (constructor->type.rfind(kPrefix, 0) != 0) return std::nullopt;
    return constructor->type.substr(kPrefix.size());
  }
  return usual;
}

// Whether the op takes one of the tensors that the leaf was called with; its other inputs are parameters or constants.
bool takes_input_of(const Model& model, OpId op, const Call& call) {
  const IdRange<OperandId> inputs = model.op(op).inputs;
  for (std::int32_t i = 0; i < inputs.count; ++i) {
    for (std::int32_t k = 0; k < call.arguments.count; ++k) {
      if (model.operand(call.arguments, k) == model.operand(inputs, i)) return true;
    }
  }
  return false;
}

}  // namespace

std::optional<std::string> class_that_does_the_same(const Model& model, const AimetRules& rules, CallId id) {
  const Call& call = model.call(id);
  const Module& module = model.module(call.module);
  const auto ops = aimet_ops_inside(model, rules, id);
  if (ops.size() != 1 || ops.front().times > 1 || !keeps_what_a_layer_keeps(module)) return std::nullopt;
  const AimetOp& op = ops.front();
  const Replacement replacement = replacement_for(op.type, rules);
  if (replacement.kind == ReplacementKind::elementwise) {
    const bool fits =
        module.parameters.empty() && !takes_other_arguments(op.type) && is_plain_arithmetic(model, op.op, op.type);
    return fits ? std::optional(replacement.module) : std::nullopt;
  }
  if (replacement.kind != ReplacementKind::torch_nn || !takes_input_of(model, op.op, call)) return std::nullopt;
  constexpr std::string_view kPrefix = "torch.nn.";
  const auto name = torch_nn_name(model, op, replacement.module.substr(kPrefix.size()));
  return name && is_registered_torch_nn(*name) ? std::optional(std::string(kPrefix) + *name) : std::nullopt;
}

}  // namespace aimet
