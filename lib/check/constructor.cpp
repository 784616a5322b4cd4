// SPDX-License-Identifier: Apache-2.0
#include "lib/check/constructor.hpp"

#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

#include "lib/check/python_constant.hpp"
#include "lib/check/weight_constructor.hpp"
#include "lib/model/flow.hpp"
#include "lib/model/text.hpp"

namespace aimet {
namespace {

// One argument of a constructor: the op's input that provides it, the constructor's name for it ("" for a positional
// argument), and the default that need not be written.
struct ArgumentRow {
  int input;
  std::string_view name;
  std::string_view standard;
};

struct ConstructorRow {
  std::string_view op;  // without namespace and without the underscore of an in-place op
  std::string_view module;
  std::vector<ArgumentRow> arguments;
  bool has_inplace = false;
};

const std::vector<ConstructorRow>& rows() {
  static const std::vector<ArgumentRow> pool = {
      {1, "", ""}, {2, "stride", "[]"}, {3, "padding", "0"}, {4, "dilation", "1"}, {5, "ceil_mode", "False"}};
  static const std::vector<ArgumentRow> average = {{1, "", ""},
                                                   {2, "stride", "[]"},
                                                   {3, "padding", "0"},
                                                   {4, "ceil_mode", "False"},
                                                   {5, "count_include_pad", "True"}};
  static const std::vector<ConstructorRow> all = {
      {"relu", "ReLU", {}, true},
      {"relu6", "ReLU6", {}, true},
      {"sigmoid", "Sigmoid", {}},
      {"tanh", "Tanh", {}},
      {"silu", "SiLU", {}, true},
      {"mish", "Mish", {}, true},
      {"selu", "SELU", {}, true},
      {"hardswish", "Hardswish", {}, true},
      {"hardsigmoid", "Hardsigmoid", {}, true},
      {"log_sigmoid", "LogSigmoid", {}},
      {"gelu", "GELU", {{1, "approximate", "'none'"}}},
      {"elu", "ELU", {{1, "alpha", "1.0"}}, true},
      {"celu", "CELU", {{1, "alpha", "1.0"}}, true},
      {"leaky_relu", "LeakyReLU", {{1, "", "0.01"}}, true},
      {"hardtanh", "Hardtanh", {{1, "", ""}, {2, "", ""}}, true},
      {"clamp", "Hardtanh", {{1, "", ""}, {2, "", ""}}, true},
      {"softplus", "Softplus", {{1, "beta", "1"}, {2, "threshold", "20"}}},
      {"softmax", "Softmax", {{1, "dim", ""}}},
      {"log_softmax", "LogSoftmax", {{1, "dim", ""}}},
      {"glu", "GLU", {{1, "dim", "-1"}}},
      {"hardshrink", "Hardshrink", {{1, "", "0.5"}}},
      {"softshrink", "Softshrink", {{1, "", "0.5"}}},
      {"threshold", "Threshold", {{1, "", ""}, {2, "", ""}}, true},
      {"cosine_similarity", "CosineSimilarity", {{2, "dim", "1"}, {3, "eps", "1e-08"}}},
      {"pairwise_distance", "PairwiseDistance", {{2, "p", "2"}, {3, "eps", "1e-06"}, {4, "keepdim", "False"}}},
      {"im2col", "Unfold", {{1, "", ""}, {2, "dilation", "1"}, {3, "padding", "0"}, {4, "stride", "1"}}},
      {"col2im", "Fold", {{1, "", ""}, {2, "", ""}, {3, "dilation", "1"}, {4, "padding", "0"}, {5, "stride", "1"}}},
      {"dropout", "Dropout", {{1, "", "0.5"}}, true},
      {"feature_dropout", "Dropout2d", {{1, "", "0.5"}}, true},
      {"alpha_dropout", "AlphaDropout", {{1, "", "0.5"}}, true},
      {"feature_alpha_dropout", "FeatureAlphaDropout", {{1, "", "0.5"}}, true},
      {"flatten", "Flatten", {{1, "start_dim", "1"}, {2, "end_dim", "-1"}}},
      {"max_pool1d", "MaxPool1d", pool},
      {"max_pool2d", "MaxPool2d", pool},
      {"max_pool3d", "MaxPool3d", pool},
      {"avg_pool1d", "AvgPool1d", average},
      {"avg_pool2d", "AvgPool2d", average},
      {"avg_pool3d", "AvgPool3d", average},
      {"adaptive_avg_pool1d", "AdaptiveAvgPool1d", {{1, "", ""}}},
      {"adaptive_avg_pool2d", "AdaptiveAvgPool2d", {{1, "", ""}}},
      {"adaptive_avg_pool3d", "AdaptiveAvgPool3d", {{1, "", ""}}},
      {"adaptive_max_pool2d", "AdaptiveMaxPool2d", {{1, "", ""}}},
      {"pixel_shuffle", "PixelShuffle", {{1, "", ""}}},
      {"pixel_unshuffle", "PixelUnshuffle", {{1, "", ""}}},
      {"channel_shuffle", "ChannelShuffle", {{1, "", ""}}},
      {"layer_norm", "LayerNorm", {{1, "", ""}, {4, "eps", "1e-05"}}},
      {"reflection_pad2d", "ReflectionPad2d", {{1, "", ""}}},
      {"replication_pad2d", "ReplicationPad2d", {{1, "", ""}}},
  };
  return all;
}

using Arguments = std::vector<Constructor::Argument>;

Arguments inplace_if(bool inplace) {
  Arguments arguments;
  if (inplace) arguments.push_back({"inplace", "True"});
  return arguments;
}

Constructor torch_nn(std::string_view module, Arguments arguments) {
  return {"torch.nn." + std::string(module), std::move(arguments)};
}

bool same_number(const std::string& a, std::string_view b) { return a == b || a == std::string(b) + ".0"; }

// Whether the op is clamp(min=0).
bool keeps_what_is_positive(const Model& model, OpId op) {
  const auto low = constant_input(model, op, 1);
  const auto text = low ? python(*low, true) : std::nullopt;
  return text && same_number(*text, "0") && is_none_input(model, op, 2);
}

std::optional<Constructor> from_row(const Model& model, OpId op, const ConstructorRow& row, bool inplace) {
  Arguments arguments;
  if (row.op == "clamp" && keeps_what_is_positive(model, op)) return torch_nn("ReLU", inplace_if(inplace));
  for (const ArgumentRow& argument : row.arguments) {
    if (argument.input >= model.op(op).inputs.count) continue;
    const auto constant = constant_input(model, op, argument.input);
    const auto text =
        constant ? python(*constant, row.op != "layer_norm" || constant->elements.size() < 2) : std::nullopt;
    if (!text || (argument.name.empty() && *text == "None")) return std::nullopt;
    if (!argument.standard.empty() && same_number(*text, argument.standard)) continue;
    if (argument.name == "stride" && !arguments.empty() && *text == arguments.front().value)
      continue;  // the default is the kernel size
    arguments.push_back({std::string(argument.name), *text});
  }
  if (row.op == "layer_norm" && is_none_input(model, op, kLayerNormWeight))
    arguments.push_back({"elementwise_affine", "False"});
  if (inplace && row.has_inplace) arguments.push_back({"inplace", "True"});
  if (row.module == "Hardtanh" && arguments.size() >= 2 && same_number(arguments[0].value, "0") &&
      same_number(arguments[1].value, "6")) {
    return torch_nn("ReLU6", inplace_if(inplace));
  }
  return torch_nn(row.module, std::move(arguments));
}

}  // namespace

std::optional<Constructor> constructor_for_op(const Model& model, OpId id) {
  if (model.decomposed) return std::nullopt;  // the function's arguments are spread over several ops
  if (auto layer = constructor_with_weights(model, id)) return layer;
  const std::string name = bare_name(model.kind(id));
  const bool inplace = writes_first_input(model, id);
  const auto row = std::find_if(rows().begin(), rows().end(), [&](const ConstructorRow& r) { return r.op == name; });
  return row == rows().end() ? std::nullopt : from_row(model, id, *row, inplace);
}

std::optional<Constructor> constructor_for_call(const Model& model, CallId id) {
  const Call& call = model.call(id);
  const Module& module = model.module(call.module);
  if (module.origin != ClassOrigin::torch_nn) return std::nullopt;
  const std::string name = last_part(module.type);
  if (name == "Identity") return torch_nn("Identity", {});
  for (std::int32_t i = 0; i < call.ops.count; ++i) {
    const OpId op = call.ops[i];
    if (!model.liveness[op].executed) continue;
    auto constructor = constructor_for_op(model, op);
    if (constructor && constructor->type == "torch.nn." + name) return constructor;
  }
  return std::nullopt;
}

std::string free_name(const Model& model, ModuleId id, const std::string& wanted, int first) {
  const Module& module = model.module(id);
  const auto taken = [&](const std::string& name) {
    const auto is_child = [&](ModuleId child) { return model.module(child).name == name; };
    const auto is_named = [&](const auto& member) { return member.name == name; };
    return std::any_of(module.children.begin(), module.children.end(), is_child) ||
           std::any_of(module.parameters.begin(), module.parameters.end(), is_named) ||
           std::any_of(module.attributes.begin(), module.attributes.end(), is_named) ||
           std::any_of(module.methods.begin(), module.methods.end(), is_named);
  };
  for (int n = first;; ++n) {
    std::string name = n == 1 ? wanted : wanted + "_" + std::to_string(n);
    if (!taken(name)) return name;
  }
}

}  // namespace aimet
