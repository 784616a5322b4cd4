// SPDX-License-Identifier: Apache-2.0
#include "lib/edit/signatures.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <utility>

#include "lib/edit/contains.hpp"

namespace aimet {
namespace {

using Pair = std::pair<std::string_view, std::string_view>;

// Other Python names of an op: those of torch.nn.functional, and torch's aliases (PyTorch 1.13).
constexpr Pair kAliases[] = {
    {"cat", "concat"},
    {"cat", "concatenate"},
    {"div", "true_divide"},
    {"div", "divide"},
    {"mul", "multiply"},
    {"sub", "subtract"},
    {"hardtanh", "relu6"},
    {"log_sigmoid", "logsigmoid"},
    {"feature_dropout", "dropout2d"},
    {"clamp", "clip"},
    {"max_pool2d_with_indices", "max_pool2d"},
    {"split_with_sizes", "split"},
    {"grid_sampler", "grid_sample"},
    {"constant_pad_nd", "pad"},
    {"reflection_pad1d", "pad"},
    {"reflection_pad2d", "pad"},
    {"replication_pad1d", "pad"},
    {"replication_pad2d", "pad"},
    {"replication_pad3d", "pad"},
    {"upsample_bicubic2d", "interpolate"},
    {"upsample_bicubic2d_aa", "interpolate"},
    {"upsample_bilinear2d", "interpolate"},
    {"upsample_bilinear2d_aa", "interpolate"},
    {"upsample_linear1d", "interpolate"},
    {"upsample_nearest1d", "interpolate"},
    {"upsample_nearest2d", "interpolate"},
    {"upsample_nearest3d", "interpolate"},
    {"upsample_nearest_exact2d", "interpolate"},
    {"upsample_trilinear3d", "interpolate"},
    {"upsample_bicubic2d", "upsample"},
    {"upsample_bilinear2d", "upsample"},
    {"upsample_linear1d", "upsample"},
    {"upsample_nearest1d", "upsample"},
    {"upsample_nearest2d", "upsample"},
    {"upsample_nearest3d", "upsample"},
    {"upsample_trilinear3d", "upsample"},
    {"linalg_vector_norm", "norm"},
    {"frobenius_norm", "norm"},
    {"im2col", "unfold"},
    {"col2im", "fold"},
    {"gt", "greater"},
    {"lt", "less"},
    {"ge", "greater_equal"},
    {"le", "less_equal"},
    {"ne", "not_equal"},
    {"neg", "negative"},
    {"abs", "absolute"},
};

constexpr Pair kArithmetic[] = {{"add", "+"},    {"sub", "-"},           {"mul", "*"},       {"div", "/"},
                                {"matmul", "@"}, {"floor_divide", "//"}, {"remainder", "%"}, {"pow", "**"}};
constexpr Pair kOtherSigns[] = {{"gt", ">"},  {"lt", "<"},  {"ge", ">="}, {"le", "<="},
                                {"eq", "=="}, {"ne", "!="}, {"rsub", "-"}};

constexpr Pair kOperators[] = {{"add", "add"},       {"sub", "sub"},       {"mul", "mul"},
                               {"truediv", "div"},   {"matmul", "matmul"}, {"floordiv", "floor_divide"},
                               {"mod", "remainder"}, {"pow", "pow"},       {"gt", "gt"},
                               {"lt", "lt"},         {"ge", "ge"},         {"le", "le"},
                               {"eq", "eq"},         {"ne", "ne"},         {"neg", "neg"},
                               {"abs", "abs"}};

constexpr std::string_view kPassedOn[] = {
    "sub",       "div",          "floor_divide", "matmul",      "exp",         "erf",     "sqrt",
    "maximum",   "max",          "amax",         "minimum",     "min",         "amin",    "gt",
    "lt",        "ge",           "le",           "ne",          "eq",          "bmm",     "cumsum",
    "mean",      "sum",          "prod",         "log",         "abs",         "neg",     "argmin",
    "argmax",    "ceil",         "floor",        "sin",         "cos",         "asin",    "atan",
    "round",     "gather",       "logical_or",   "logical_and", "logical_not", "split",   "split_with_sizes",
    "remainder", "index_select", "fmod",         "topk",        "sign",        "baddbmm", "addmm",
    "rsqrt",     "square",       "select"};

const std::vector<FunctionSignature>& signatures() {
  static const std::vector<std::string_view> pool = {"input",    "kernel_size", "stride",        "padding",
                                                     "dilation", "ceil_mode",   "return_indices"};
  static const std::vector<std::string_view> average = {"input",     "kernel_size",       "stride",          "padding",
                                                        "ceil_mode", "count_include_pad", "divisor_override"};
  static const std::vector<FunctionSignature> all = {
      {"relu", {"input", "inplace"}},
      {"relu_", {"input"}},
      {"relu6", {"input", "inplace"}},
      {"sigmoid", {"input"}},
      {"tanh", {"input"}},
      {"silu", {"input", "inplace"}},
      {"mish", {"input", "inplace"}},
      {"selu", {"input", "inplace"}},
      {"hardswish", {"input", "inplace"}},
      {"hardsigmoid", {"input", "inplace"}},
      {"logsigmoid", {"input"}},
      {"gelu", {"input", "approximate"}},
      {"elu", {"input", "alpha", "inplace"}},
      {"celu", {"input", "alpha", "inplace"}},
      {"leaky_relu", {"input", "negative_slope", "inplace"}},
      {"hardtanh", {"input", "min_val", "max_val", "inplace"}},
      {"clamp", {"input", "min", "max"}},
      {"clip", {"input", "min", "max"}},
      {"softplus", {"input", "beta", "threshold"}},
      {"softmax", {"input", "dim"}},
      {"log_softmax", {"input", "dim"}},
      {"glu", {"input", "dim"}},
      {"dropout", {"input", "p", "training", "inplace"}},
      {"dropout2d", {"input", "p", "training", "inplace"}},
      {"flatten", {"input", "start_dim", "end_dim"}},
      {"max_pool1d", pool},
      {"max_pool2d", pool},
      {"max_pool3d", pool},
      {"avg_pool1d", {"input", "kernel_size", "stride", "padding", "ceil_mode", "count_include_pad"}},
      {"avg_pool2d", average},
      {"avg_pool3d", average},
      {"adaptive_avg_pool1d", {"input", "output_size"}},
      {"adaptive_avg_pool2d", {"input", "output_size"}},
      {"adaptive_avg_pool3d", {"input", "output_size"}},
      {"adaptive_max_pool2d", {"input", "output_size", "return_indices"}},
      {"pixel_shuffle", {"input", "upscale_factor"}},
      {"pixel_unshuffle", {"input", "downscale_factor"}},
      {"channel_shuffle", {"input", "groups"}},
      {"layer_norm", {"input", "normalized_shape", "weight", "bias", "eps"}},
      {"hardshrink", {"input", "lambd"}},
      {"softshrink", {"input", "lambd"}},
      {"threshold", {"input", "threshold", "value", "inplace"}},
      {"cosine_similarity", {"x1", "x2", "dim", "eps"}, 2},
      {"pairwise_distance", {"x1", "x2", "p", "eps", "keepdim"}, 2},
      {"unfold", {"input", "kernel_size", "dilation", "padding", "stride"}},
      {"fold", {"input", "output_size", "kernel_size", "dilation", "padding", "stride"}},
      {"alpha_dropout", {"input", "p", "training", "inplace"}},
      {"feature_alpha_dropout", {"input", "p", "training", "inplace"}},
  };
  return all;
}

constexpr std::string_view kLayerParameters[] = {"inplace",
                                                 "approximate",
                                                 "alpha",
                                                 "negative_slope",
                                                 "min_val",
                                                 "max_val",
                                                 "beta",
                                                 "threshold",
                                                 "dim",
                                                 "p",
                                                 "start_dim",
                                                 "end_dim",
                                                 "kernel_size",
                                                 "stride",
                                                 "padding",
                                                 "dilation",
                                                 "ceil_mode",
                                                 "eps",
                                                 "keepdim",
                                                 "lambd",
                                                 "value",
                                                 "output_size",
                                                 "count_include_pad",
                                                 "groups",
                                                 "upscale_factor",
                                                 "downscale_factor"};

std::string_view second(const Pair* begin, const Pair* end, std::string_view first) {
  const Pair* found = std::find_if(begin, end, [&](const Pair& pair) { return pair.first == first; });
  return found == end ? "" : found->second;
}

}  // namespace

bool is_name_of_op(std::string_view op, std::string_view name) {
  return name == op || std::find(std::begin(kAliases), std::end(kAliases), Pair(op, name)) != std::end(kAliases);
}

std::string_view binary_sign(std::string_view op) {
  const std::string_view sign = second(std::begin(kArithmetic), std::end(kArithmetic), op);
  return sign.empty() ? second(std::begin(kOtherSigns), std::end(kOtherSigns), op) : sign;
}

std::string_view op_of_sign(std::string_view sign) {
  const auto* const found =
      std::find_if(std::begin(kArithmetic), std::end(kArithmetic), [&](const Pair& row) { return row.second == sign; });
  return found == std::end(kArithmetic) ? std::string_view() : found->first;
}

std::string_view op_of_operator(std::string_view function) {
  return second(std::begin(kOperators), std::end(kOperators), function);
}

const FunctionSignature* find_signature(std::string_view name) {
  const auto& all = signatures();
  const auto found = std::find_if(all.begin(), all.end(), [&](const auto& row) { return row.name == name; });
  return found == all.end() ? nullptr : &*found;
}

bool is_layer_parameter(std::string_view parameter) { return contains(kLayerParameters, parameter); }

// torch.norm runs one of several ops: which one depends on PyTorch's version and on its arguments.
bool is_passed_on(std::string_view op) { return contains(kPassedOn, op) || is_name_of_op(op, "norm"); }

bool takes_two(std::string_view op) { return op == "add" || op == "mul" || op == "pow" || op == "mm"; }

const std::vector<CompositeFunction>& composite_functions() {
  static const std::vector<CompositeFunction> all = {
      {"normalize", "Normalize", {"norm", "linalg_vector_norm", "clamp_min", "expand_as", "div"}}};
  return all;
}

}  // namespace aimet
