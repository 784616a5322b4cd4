// SPDX-License-Identifier: Apache-2.0
#include "lib/check/weight_constructor.hpp"

#include <limits>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "lib/check/python_constant.hpp"

namespace aimet {
namespace {

using Arguments = std::vector<Constructor::Argument>;

const Tensor* shape_of(const Model& model, ValueId id) {
  const Value& value = model.value(id);
  if (value.observed.count == 1) return &model.observations[value.observed.first];
  if (value.constant != kNone && model.constant(value.constant).kind == Constant::Kind::tensor)
    return &model.constant(value.constant).tensor;
  return nullptr;
}

// Positions of a convolution's arguments (native_functions.yaml); the input, the weight and the bias come first.
struct ConvolutionInputs {
  std::int32_t stride = 3;
  std::int32_t padding = 4;
  std::int32_t dilation = 5;
  std::int32_t groups = 6;
  std::int32_t output_padding = kNone;
  std::int32_t transposed = kNone;
};

const ConvolutionInputs* convolution_inputs(const std::string& name) {
  static const ConvolutionInputs forward{};
  static const ConvolutionInputs transposed{3, 4, 7, 6, 5, kNone};
  static const ConvolutionInputs general{3, 4, 5, 8, 7, 6};
  static const std::unordered_map<std::string, const ConvolutionInputs*> all = {{"conv1d", &forward},
                                                                                {"conv2d", &forward},
                                                                                {"conv3d", &forward},
                                                                                {"conv_transpose1d", &transposed},
                                                                                {"conv_transpose2d", &transposed},
                                                                                {"conv_transpose3d", &transposed},
                                                                                {"convolution", &general}};
  const auto found = all.find(name);
  return found == all.end() ? nullptr : found->second;
}

// nullopt if the file does not contain the argument.
std::optional<bool> is_transposed(const Model& model, OpId op, const ConvolutionInputs& at) {
  if (at.transposed == kNone) return at.output_padding != kNone;
  const auto constant = constant_input(model, op, at.transposed);
  if (!constant || constant->kind != Constant::Kind::boolean) return std::nullopt;
  return constant->integer != 0;
}

bool add_unless(const char* standard, const Model& model, OpId op, std::int32_t input, const char* name,
                Arguments& arguments) {
  const auto constant = constant_input(model, op, input);
  const auto written = constant ? python(*constant) : std::nullopt;
  if (!written) return false;
  if (*written != standard) arguments.push_back({name, *written});
  return true;
}

// nullopt if the sizes are inconsistent, as in a damaged file.
std::optional<std::int64_t> in_all_groups(std::int64_t size, std::int64_t groups) {
  if (size < 0 || groups < 1 || size > std::numeric_limits<std::int64_t>::max() / groups) return std::nullopt;
  return size * groups;
}

// The weight's shape is (out, in / groups, kernel...), for a transposed convolution (in, out / groups, kernel...).
std::optional<Constructor> convolution(const Model& model, OpId op, const ConvolutionInputs& at, const Tensor& weight) {
  const std::size_t rank = weight.shape.size();
  const auto groups = integer_input(model, op, at.groups);
  const auto transposed = is_transposed(model, op, at);
  if (rank < 3 || rank > 5 || !groups || !transposed) return std::nullopt;
  const auto all = in_all_groups(weight.shape[1], *groups);
  if (!all) return std::nullopt;
  std::vector<Constant> kernel;
  for (std::size_t i = 2; i < rank; ++i) kernel.push_back({Constant::Kind::integer, weight.shape[i], 0, "", {}, {}});
  const std::int64_t in = *transposed ? weight.shape[0] : *all;
  const std::int64_t out = *transposed ? *all : weight.shape[0];
  Arguments arguments = {
      {"", std::to_string(in)}, {"", std::to_string(out)}, {"", python_sequence(kernel, true).value_or("1")}};
  if (!add_unless("1", model, op, at.stride, "stride", arguments)) return std::nullopt;
  if (!add_unless("0", model, op, at.padding, "padding", arguments)) return std::nullopt;
  if (*transposed && !add_unless("0", model, op, at.output_padding, "output_padding", arguments)) return std::nullopt;
  if (!add_unless("1", model, op, at.dilation, "dilation", arguments)) return std::nullopt;
  if (*groups != 1) arguments.push_back({"groups", std::to_string(*groups)});
  if (is_none_input(model, op, 2)) arguments.push_back({"bias", "False"});
  return Constructor{std::string("torch.nn.Conv") + (*transposed ? "Transpose" : "") + std::to_string(rank - 2) + "d",
                     std::move(arguments)};
}

}  // namespace

std::optional<std::int32_t> weight_input(const Model& model, OpId op) {
  const std::string name = bare_name(model.kind(op));
  if (name == "layer_norm")
    return is_none_input(model, op, kLayerNormWeight) ? std::nullopt : std::optional(kLayerNormWeight);
  if (name == "embedding") return model.op(op).inputs.count > 0 ? std::optional(0) : std::nullopt;
  const bool known = name == "linear" || convolution_inputs(name) != nullptr;
  return known && model.op(op).inputs.count > 1 ? std::optional(1) : std::nullopt;
}

std::optional<Constructor> constructor_with_weights(const Model& model, OpId op) {
  const std::string name = bare_name(model.kind(op));
  const auto input = weight_input(model, op);
  if (!input || name == "layer_norm") return std::nullopt;
  const Tensor* weight = shape_of(model, model.operand(model.op(op).inputs, *input));
  if (weight == nullptr) return std::nullopt;
  if (const ConvolutionInputs* at = convolution_inputs(name)) return convolution(model, op, *at, *weight);
  if (weight->shape.size() != 2) return std::nullopt;
  const std::string rows = std::to_string(weight->shape[0]);
  const std::string columns = std::to_string(weight->shape[1]);
  if (name == "embedding") return Constructor{"torch.nn.Embedding", {{"", rows}, {"", columns}}};
  Constructor linear{"torch.nn.Linear", {{"", columns}, {"", rows}}};
  if (is_none_input(model, op, 2)) linear.arguments.push_back({"bias", "False"});
  return linear;
}

}  // namespace aimet
