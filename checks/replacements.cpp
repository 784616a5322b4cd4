#include "checks/replacements.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace aimet {
namespace {

// Sorted by nothing but kind; looked up by name. torch_nn and elementwise rows name a class, harmless rows what the op
// does, none rows what to write instead, where {aimet} is replaced by the Python module of AIMET's classes. Class
// names: torch.nn of PyTorch 1.13; AIMET's v1/nn/modules/custom.py.
struct Row {
  std::string_view type;
  ReplacementKind kind;
  std::string_view text;
};

constexpr ReplacementKind kTorch = ReplacementKind::torch_nn;
constexpr ReplacementKind kAimet = ReplacementKind::elementwise;
constexpr ReplacementKind kHarmless = ReplacementKind::harmless;
constexpr ReplacementKind kNothing = ReplacementKind::none;

constexpr Row kRows[] = {
    {"adaptive_avg_pool1d", kTorch, "AdaptiveAvgPool1d"},
    {"adaptive_avg_pool2d", kTorch, "AdaptiveAvgPool2d"},
    {"adaptive_avg_pool3d", kTorch, "AdaptiveAvgPool3d"},
    {"adaptive_max_pool1d", kTorch, "AdaptiveMaxPool1d"},
    {"adaptive_max_pool2d", kTorch, "AdaptiveMaxPool2d"},
    {"adaptive_max_pool3d", kTorch, "AdaptiveMaxPool3d"},
    {"alpha_dropout", kTorch, "AlphaDropout"},
    {"avg_pool1d", kTorch, "AvgPool1d"},
    {"avg_pool2d", kTorch, "AvgPool2d"},
    {"avg_pool3d", kTorch, "AvgPool3d"},
    {"batch_norm", kTorch, "BatchNorm2d"},
    {"bilinear", kTorch, "Bilinear"},
    {"binary_cross_entropy_with_logits", kTorch, "BCEWithLogitsLoss"},
    {"celu", kTorch, "CELU"},
    {"channel_shuffle", kTorch, "ChannelShuffle"},
    {"clamp", kTorch, "Hardtanh"},
    {"constant_pad_nd", kTorch, "ConstantPad2d"},
    {"conv1d", kTorch, "Conv1d"},
    {"conv2d", kTorch, "Conv2d"},
    {"conv3d", kTorch, "Conv3d"},
    {"conv_transpose1d", kTorch, "ConvTranspose1d"},
    {"conv_transpose2d", kTorch, "ConvTranspose2d"},
    {"conv_transpose3d", kTorch, "ConvTranspose3d"},
    {"convolution", kTorch, "Conv2d"},
    {"cosine_similarity", kTorch, "CosineSimilarity"},
    {"cross_entropy_loss", kTorch, "CrossEntropyLoss"},
    {"dropout", kTorch, "Dropout"},
    {"elu", kTorch, "ELU"},
    {"embedding", kTorch, "Embedding"},
    {"embedding_bag", kTorch, "EmbeddingBag"},
    {"feature_alpha_dropout", kTorch, "FeatureAlphaDropout"},
    {"feature_dropout", kTorch, "Dropout2d"},
    {"fold", kTorch, "Fold"},
    {"col2im", kTorch, "Fold"},
    {"im2col", kTorch, "Unfold"},
    {"gelu", kTorch, "GELU"},
    {"glu", kTorch, "GLU"},
    {"group_norm", kTorch, "GroupNorm"},
    {"gru", kTorch, "GRU"},
    {"hardshrink", kTorch, "Hardshrink"},
    {"hardsigmoid", kTorch, "Hardsigmoid"},
    {"hardswish", kTorch, "Hardswish"},
    {"hardtanh", kTorch, "Hardtanh"},
    {"instance_norm", kTorch, "InstanceNorm2d"},
    {"l1_loss", kTorch, "L1Loss"},
    {"layer_norm", kTorch, "LayerNorm"},
    {"leaky_relu", kTorch, "LeakyReLU"},
    {"linear", kTorch, "Linear"},
    {"local_response_norm", kTorch, "LocalResponseNorm"},
    {"log_sigmoid", kTorch, "LogSigmoid"},
    {"log_softmax", kTorch, "LogSoftmax"},
    {"lstm", kTorch, "LSTM"},
    {"max_pool1d", kTorch, "MaxPool1d"},
    {"max_pool2d", kTorch, "MaxPool2d"},
    {"max_pool2d_with_indices", kTorch, "MaxPool2d"},
    {"max_pool3d", kTorch, "MaxPool3d"},
    {"mish", kTorch, "Mish"},
    {"native_batch_norm", kTorch, "BatchNorm2d"},
    {"native_group_norm", kTorch, "GroupNorm"},
    {"native_layer_norm", kTorch, "LayerNorm"},
    {"pairwise_distance", kTorch, "PairwiseDistance"},
    {"pixel_shuffle", kTorch, "PixelShuffle"},
    {"pixel_unshuffle", kTorch, "PixelUnshuffle"},
    {"prelu", kTorch, "PReLU"},
    {"reflection_pad1d", kTorch, "ReflectionPad1d"},
    {"reflection_pad2d", kTorch, "ReflectionPad2d"},
    {"reflection_pad3d", kTorch, "ReflectionPad3d"},
    {"relu", kTorch, "ReLU"},
    {"relu6", kTorch, "ReLU6"},
    {"replication_pad1d", kTorch, "ReplicationPad1d"},
    {"replication_pad2d", kTorch, "ReplicationPad2d"},
    {"replication_pad3d", kTorch, "ReplicationPad3d"},
    {"rms_norm", kTorch, "RMSNorm"},
    {"rnn_relu", kTorch, "RNN"},
    {"rnn_tanh", kTorch, "RNN"},
    {"rrelu", kTorch, "RReLU"},
    {"scaled_dot_product_attention", kTorch, "MultiheadAttention"},
    {"selu", kTorch, "SELU"},
    {"sigmoid", kTorch, "Sigmoid"},
    {"silu", kTorch, "SiLU"},
    {"smooth_l1_loss", kTorch, "SmoothL1Loss"},
    {"softmax", kTorch, "Softmax"},
    {"softplus", kTorch, "Softplus"},
    {"softshrink", kTorch, "Softshrink"},
    {"tanh", kTorch, "Tanh"},
    {"threshold", kTorch, "Threshold"},
    {"unflatten", kTorch, "Unflatten"},
    {"upsample_bicubic2d", kTorch, "Upsample"},
    {"upsample_bilinear2d", kTorch, "Upsample"},
    {"upsample_linear1d", kTorch, "Upsample"},
    {"upsample_nearest1d", kTorch, "Upsample"},
    {"upsample_nearest2d", kTorch, "Upsample"},
    {"upsample_nearest3d", kTorch, "Upsample"},
    {"upsample_nearest_exact1d", kTorch, "Upsample"},
    {"upsample_nearest_exact2d", kTorch, "Upsample"},
    {"upsample_nearest_exact3d", kTorch, "Upsample"},
    {"upsample_trilinear3d", kTorch, "Upsample"},

    {"Add", kAimet, "Add"},
    {"Concat", kAimet, "Concat"},
    {"Div", kAimet, "Divide"},
    {"Mul", kAimet, "Multiply"},
    {"abs", kAimet, "Abs"},

    {"add", kAimet, "Add"},
    {"addmm", kAimet, "Addmm"},
    {"amax", kAimet, "AMax"},
    {"amin", kAimet, "AMin"},
    {"argmax", kAimet, "Argmax"},
    {"argmin", kAimet, "Argmin"},
    {"asin", kAimet, "Asin"},
    {"atan", kAimet, "Atan"},
    {"baddbmm", kAimet, "Baddbmm"},
    {"bmm", kAimet, "Bmm"},
    {"broadcast_tensors", kAimet, "Expand"},
    {"cat", kAimet, "Concat"},
    {"ceil", kAimet, "ElementwiseCeil"},
    {"chunk", kAimet, "Split"},
    {"concat", kAimet, "Concat"},
    {"cos", kAimet, "Cos"},
    {"cumsum", kAimet, "CumSum"},
    {"div", kAimet, "Divide"},
    {"einsum", kNothing, "write it as torch.matmul or torch.bmm, and those as {aimet}.MatMul"},
    {"eq", kAimet, "Equal"},
    {"erf", kAimet, "Erf"},
    {"exp", kAimet, "Exponential"},
    {"expand", kAimet, "Expand"},
    {"expand_as", kAimet, "Expand"},
    {"flatten", kTorch, "Flatten"},
    {"floor", kAimet, "ElementwiseFloor"},
    {"floor_divide", kAimet, "FloorDivide"},
    {"floordiv", kAimet, "FloorDivide"},
    {"fmod", kAimet, "Fmod"},
    {"frobenius_norm", kAimet, "Norm"},
    {"gather", kAimet, "Gather"},
    {"ge", kAimet, "GreaterEqual"},
    {"grid_sampler", kAimet, "GridSample"},
    {"gt", kAimet, "Greater"},
    {"index", kAimet, "GatherNd"},
    {"index_select", kAimet, "IndexSelect"},
    {"le", kAimet, "LessEqual"},
    {"linalg_vector_norm", kAimet, "Norm"},
    {"log", kAimet, "Log"},
    {"logical_and", kAimet, "LogicalAnd"},
    {"logical_not", kAimet, "LogicalNot"},
    {"logical_or", kAimet, "LogicalOr"},
    {"lt", kAimet, "Less"},
    {"masked_fill", kAimet, "MaskedFill"},
    {"matmul", kAimet, "MatMul"},
    {"max", kAimet, "Max"},
    {"maximum", kAimet, "Maximum"},
    {"mean", kAimet, "Mean"},
    {"min", kAimet, "Min"},
    {"minimum", kAimet, "Minimum"},
    {"mm", kAimet, "MatMul"},
    {"mul", kAimet, "Multiply"},
    {"multiply", kAimet, "Multiply"},
    {"ne", kAimet, "NotEqual"},
    {"neg", kAimet, "Neg"},
    {"nonzero", kAimet, "NonZero"},
    {"norm", kAimet, "Norm"},
    {"one_hot", kAimet, "OneHot"},
    {"pad", kAimet, "Pad"},
    {"permute", kAimet, "Permute"},
    {"pow", kAimet, "Pow"},
    {"prod", kAimet, "Prod"},
    {"remainder", kAimet, "Remainder"},
    {"reshape", kAimet, "Reshape"},
    {"reshape_as", kAimet, "Reshape"},
    {"round", kAimet, "Round"},
    {"rsqrt", kAimet, "RSqrt"},
    {"rsub", kAimet, "Subtract"},
    {"scatter", kAimet, "ScatterElements"},
    {"select", kAimet, "Select"},
    {"sign", kAimet, "ElementwiseUnarySign"},
    {"sin", kAimet, "Sin"},
    {"slice", kAimet, "StridedSlice"},
    {"split", kAimet, "Split"},
    {"split_with_sizes", kAimet, "Split"},
    {"sqrt", kAimet, "Sqrt"},
    {"square", kAimet, "Square"},
    {"sub", kAimet, "Subtract"},
    {"subtract", kAimet, "Subtract"},
    {"sum", kAimet, "Sum"},
    {"tensor_split", kAimet, "Split"},
    {"tile", kAimet, "Tile"},
    {"topk", kAimet, "TopK"},
    {"transpose", kAimet, "Permute"},
    {"true_divide", kAimet, "Divide"},
    {"view", kAimet, "Reshape"},
    {"where", kAimet, "Where"},
    {"upsample_bicubic2d_aa", kAimet, "Interpolate"},
    {"upsample_bilinear2d_aa", kAimet, "Interpolate"},
    {"nms", kAimet, "NonMaxSuppression"},
    {"roi_align", kAimet, "RoiAlign"},

    {"Identity", kHarmless, "changes nothing"},
    {"NumToTensor", kHarmless, "only hands a size on"},
    {"ScalarImplicit", kHarmless, "only hands a number on"},
    {"any", kHarmless, "combines masks"},
    {"arange", kHarmless, "makes indices"},
    {"bernoulli", kHarmless, "makes random values"},
    {"clone", kHarmless, "only moves data"},
    {"contiguous", kHarmless, "only moves data"},
    {"copy", kHarmless, "only moves data"},
    {"detach", kHarmless, "changes nothing"},
    {"empty", kHarmless, "makes a tensor without values"},
    {"fill", kHarmless, "writes a constant"},
    {"flip", kHarmless, "only moves data"},
    {"full", kHarmless, "makes a constant"},
    {"full_like", kHarmless, "makes a constant"},
    {"getitem", kHarmless, "only picks an element of an input"},
    {"index_put", kHarmless, "only moves data"},
    {"linspace", kHarmless, "makes indices"},
    {"meshgrid", kHarmless, "makes indices"},
    {"movedim", kHarmless, "only moves data"},
    {"narrow", kHarmless, "only moves data"},
    {"new_empty", kHarmless, "makes a tensor without values"},
    {"new_full", kHarmless, "makes a constant"},
    {"new_ones", kHarmless, "makes a constant"},
    {"new_zeros", kHarmless, "makes a constant"},
    {"numel", kHarmless, "reads a size"},
    {"ones", kHarmless, "makes a constant"},
    {"ones_like", kHarmless, "makes a constant"},
    {"rand", kHarmless, "makes random values"},
    {"rand_like", kHarmless, "makes random values"},
    {"randn", kHarmless, "makes random values"},
    {"randn_like", kHarmless, "makes random values"},
    {"randperm", kHarmless, "makes random indices"},
    {"repeat", kHarmless, "only moves data"},
    {"repeat_interleave", kHarmless, "only moves data"},
    {"roll", kHarmless, "only moves data"},
    {"scalar_tensor", kHarmless, "makes a constant"},
    {"shape_as_tensor", kHarmless, "reads a size"},
    {"size", kHarmless, "reads a size"},
    {"squeeze", kHarmless, "only moves data"},
    {"stack", kHarmless, "only moves data"},
    {"swapaxes", kHarmless, "only moves data"},
    {"tril", kHarmless, "only masks data"},
    {"triu", kHarmless, "only masks data"},
    {"type_as", kHarmless, "only changes the dtype"},
    {"unbind", kHarmless, "only moves data"},
    {"unfold", kHarmless, "only moves data"},
    {"uniform", kHarmless, "makes random values"},
    {"unique2", kHarmless, "only picks values"},
    {"unsqueeze", kHarmless, "only moves data"},
    {"zero", kHarmless, "writes zeros"},
    {"zeros", kHarmless, "makes a constant"},
    {"zeros_like", kHarmless, "makes a constant"},
    {"argsort", kHarmless, "makes indices"},
    {"sort", kHarmless, "only moves data"},
    {"bitwise_and", kHarmless, "combines masks"},
    {"bitwise_not", kHarmless, "combines masks"},
    {"bitwise_or", kHarmless, "combines masks"},
    {"and", kHarmless, "combines masks"},
    {"or", kHarmless, "combines masks"},
    {"xor", kHarmless, "combines masks"},
    {"isfinite", kHarmless, "makes a mask"},
    {"isnan", kHarmless, "makes a mask"},
    {"dequantize", kHarmless, "only changes the dtype"},

    {"PythonOp", kNothing,
     "put the autograd.Function into a torch.nn.Module of its own, so that the call is one leaf{registered}"},
    {"CallFunction", kNothing, "call a torch.nn.Module instead of a scripted function"},
    {"If", kNothing, "take the branch out of forward: AIMET's graph has none"},
    {"Loop", kNothing, "unroll the loop into modules: AIMET's graph has none"},
    {"clamp_max", kNothing, "use torch.nn.Hardtanh with both bounds where the lower one is known"},
    {"clamp_min", kNothing, "use torch.nn.ReLU where the bound is 0, {aimet}.Maximum with a constant otherwise"},
    {"deform_conv2d", kNothing, "use torchvision.ops.DeformConv2d as a module"},
    {"log1p", kNothing, "write log(1 + x) with {aimet}.Add and {aimet}.Log"},
    {"log2", kNothing, "write log(x) / log(2) with {aimet}.Log and {aimet}.Multiply"},
    {"native_multi_head_attention", kNothing,
     "write the attention with torch.nn.Linear, torch.nn.Softmax and {aimet}.MatMul: AIMET cannot "
     "look into "
     "torch.nn.MultiheadAttention"},
    {"norm_except_dim", kNothing, "remove the weight norm before saving: torch.nn.utils.remove_weight_norm"},
    {"reciprocal", kNothing, "use {aimet}.Divide with a constant 1"},
    {"std", kNothing, "write it with {aimet}.Mean, Subtract, Square and Sqrt"},
    {"transformer_encoder_layer_fwd", kNothing,
     "write the layer with torch.nn.Linear, torch.nn.LayerNorm, torch.nn.Softmax and {aimet}: "
     "AIMET cannot look "
     "into torch.nn.TransformerEncoderLayer"},
    {"var", kNothing, "write it with {aimet}.Mean, Subtract and Square"},
    {"var_mean", kNothing, "write it with {aimet}.Mean, Subtract and Square"},
    {"weight_norm", kNothing, "remove the weight norm before saving: torch.nn.utils.remove_weight_norm"},
};

const Row* find(std::string_view type) {
  const auto* row = std::find_if(std::begin(kRows), std::end(kRows), [&](const Row& r) { return r.type == type; });
  return row == std::end(kRows) ? nullptr : row;
}

// AIMET's classes whose forward is the function of torch.nn.functional itself (custom.py).
constexpr std::pair<std::string_view, std::string_view> kPassing[] = {
    {"adaptive_avg_pool2d", "AdaptiveAvgPool2d"},
    {"avg_pool2d", "AvgPool2d"},
    {"batch_norm", "BatchNorm"},
    {"constant_pad_nd", "Pad"},
    {"group_norm", "GroupNorm"},
    {"linear", "DynamicLinear"},
    {"max_pool2d", "MaxPool2d"},
    {"max_pool2d_with_indices", "MaxPool2d"},
    {"reflection_pad1d", "Pad"},
    {"reflection_pad2d", "Pad"},
    {"replication_pad1d", "Pad"},
    {"replication_pad2d", "Pad"},
    {"replication_pad3d", "Pad"},
    {"upsample_bicubic2d", "Interpolate"},
    {"upsample_bilinear2d", "Interpolate"},
    {"upsample_linear1d", "Interpolate"},
    {"upsample_nearest1d", "Interpolate"},
    {"upsample_nearest2d", "Interpolate"},
    {"upsample_nearest3d", "Interpolate"},
    {"upsample_nearest_exact2d", "Interpolate"},
    {"upsample_trilinear3d", "Interpolate"},
};

std::string passing_module(std::string_view type, const AimetRules& rules) {
  const auto* row =
      std::find_if(std::begin(kPassing), std::end(kPassing), [&](const auto& r) { return r.first == type; });
  return row == std::end(kPassing) ? "" : std::string(rules.elementwise_module) + "." + std::string(row->second);
}

void fill_in(std::string& text, std::string_view mark, std::string_view meant) {
  for (std::size_t at = text.find(mark); at != std::string::npos; at = text.find(mark, at + meant.size()))
    text.replace(at, mark.size(), meant);
}

// A module of the user's own is of no use to AIMET 2 before its class is registered.
std::string_view registered(const AimetRules& rules) {
  return rules.has_registry ? ", and register its class with AIMET (see unregistered-module)" : "";
}

std::string with_aimet(std::string text, const AimetRules& rules) {
  fill_in(text, "{aimet}", rules.elementwise_module);
  fill_in(text, "{registered}", registered(rules));
  return text;
}

std::string allow(const std::string& type) {
  return "--allow-op " + type + " here, and in Python ConnectedGraph.math_invariant_types.add('" + type + "')";
}

}  // namespace

std::vector<std::string_view> replaceable_op_types() {
  std::vector<std::string_view> types;
  for (const Row& row : kRows) types.push_back(row.type);
  return types;
}

std::string_view why_no_encoding_is_needed(std::string_view type) {
  constexpr std::string_view kMoves[] = {"broadcast_tensors",
                                         "channel_shuffle",
                                         "chunk",
                                         "expand",
                                         "expand_as",
                                         "flatten",
                                         "gather",
                                         "index",
                                         "index_select",
                                         "permute",
                                         "pixel_shuffle",
                                         "pixel_unshuffle",
                                         "reshape",
                                         "reshape_as",
                                         "select",
                                         "slice",
                                         "split",
                                         "split_with_sizes",
                                         "tensor_split",
                                         "tile",
                                         "transpose",
                                         "unflatten",
                                         "view",
                                         "DictConstruct"};
  constexpr std::string_view kMasks[] = {"eq",          "ge",         "gt", "le", "logical_and",
                                         "logical_not", "logical_or", "lt", "ne"};
  constexpr std::string_view kIndices[] = {"argmax", "argmin", "nms", "nonzero", "one_hot"};
  const auto in = [&](const auto& list) { return std::find(std::begin(list), std::end(list), type) != std::end(list); };
  if (const Row* row = find(type); row != nullptr && row->kind == ReplacementKind::harmless) return row->text;
  if (in(kMoves)) return "only moves data";
  if (in(kMasks)) return "makes a mask";
  return in(kIndices) ? "makes indices" : "";
}

bool computes(std::string_view type) { return find(type) != nullptr && why_no_encoding_is_needed(type).empty(); }

bool has_replacement_row(std::string_view type) { return find(type) != nullptr; }

std::string define_and_call(const std::string& module) {
  return "define " + module + " in __init__ and call that instead";
}

Replacement replacement_for(const std::string& type, const AimetRules& rules) {
  const Row* row = find(type);
  const std::string text(row == nullptr ? "" : row->text);
  switch (row == nullptr ? ReplacementKind::none : row->kind) {
    case ReplacementKind::torch_nn: {
      const std::string module = "torch.nn." + text;
      return {ReplacementKind::torch_nn, module, "is a function, not a module; AIMET quantizes modules only",
              define_and_call(module), passing_module(type, rules)};
    }
    case ReplacementKind::elementwise: {
      const std::string module = std::string(rules.elementwise_module) + "." + text;
      return {ReplacementKind::elementwise, module, "is a function, not a module; AIMET quantizes modules only",
              define_and_call(module + "()")};
    }
    case ReplacementKind::harmless:
      return {ReplacementKind::harmless, "", "has no module, and needs none: it " + text,
              "it can stay if its output needs no quantizer of its own: " + allow(type)};
    case ReplacementKind::none:
      break;
  }
  if (row != nullptr)
    return {ReplacementKind::none, "", "has no module that could stand for it", with_aimet(text, rules)};
  return {ReplacementKind::none, "", "is not known to AIMET, and no module replaces it",
          "put it into a torch.nn.Module of its own whose forward does nothing else" + std::string(registered(rules)) +
              "; or, if it computes nothing that needs quantizing, " + allow(type)};
}

}  // namespace aimet
