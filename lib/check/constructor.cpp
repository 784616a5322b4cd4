#include "lib/check/constructor.hpp"

#include <algorithm>
#include <cstdio>
#include <iterator>
#include <string_view>
#include <utility>
#include <vector>

#include "lib/model/flow.hpp"

namespace aimet {
namespace {

// One argument of a constructor: the op's input that holds it, the constructor's name for it ("" for a positional
// one), and the default that need not be written.
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
      {"dropout", "Dropout", {{1, "", "0.5"}}, true},
      {"feature_dropout", "Dropout2d", {{1, "", "0.5"}}, true},
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

// Weights do not stand in an argument; their shape does.
struct WeightRow {
  std::string_view op;
  std::string_view module;
  std::size_t rank;  // of the weight
};
constexpr WeightRow kWeightRows[] = {{"linear", "Linear", 2},
                                     {"conv1d", "Conv1d", 3},
                                     {"conv2d", "Conv2d", 4},
                                     {"conv3d", "Conv3d", 5},
                                     {"embedding", "Embedding", 2}};

std::string bare_name(const std::string& kind) {
  std::string name = kind.substr(kind.rfind(':') + 1);
  const std::size_t first = name.find_first_not_of('_');
  if (first == std::string::npos) return name;
  return name.substr(first, name.find_last_not_of('_') - first + 1);
}

// A square kernel is written as one number, as people do; a shape is not.
std::optional<std::string> python(const Constant& constant, bool square = true);

std::optional<std::string> python_sequence(const std::vector<Constant>& elements, bool square) {
  std::vector<std::string> texts;
  for (const Constant& element : elements) {
    const auto text = python(element);
    if (!text) return std::nullopt;
    texts.push_back(*text);
  }
  if (texts.empty()) return "[]";
  if (square &&
      std::all_of(texts.begin(), texts.end(), [&](const std::string& text) { return text == texts.front(); })) {
    return texts.front();
  }
  std::string joined = "(";
  for (std::size_t i = 0; i < texts.size(); ++i) joined += (i == 0 ? "" : ", ") + texts[i];
  return joined + (texts.size() == 1 ? ",)" : ")");
}

std::optional<std::string> python(const Constant& constant, bool square) {
  switch (constant.kind) {
    case Constant::Kind::none:
      return "None";
    case Constant::Kind::boolean:
      return constant.integer != 0 ? "True" : "False";
    case Constant::Kind::integer:
      return std::to_string(constant.integer);
    case Constant::Kind::string:
      return constant.string.find_first_of("'\\\n") == std::string::npos ? std::optional("'" + constant.string + "'")
                                                                         : std::nullopt;
    case Constant::Kind::list:
    case Constant::Kind::tuple:
      return python_sequence(constant.elements, square);
    case Constant::Kind::floating: {
      char text[32];
      std::snprintf(text, sizeof text, "%.12g", constant.floating);
      const std::string_view written(text);
      return std::string(written) + (written.find_first_of(".en") == std::string_view::npos ? ".0" : "");
    }
    default:
      return std::nullopt;
  }
}

// What the value is in the arm that ran: the functions of torch.nn.functional put defaults into place in branches.
ValueId resolved(const Model& model, ValueId id) {
  constexpr int kDeepest = 64;
  for (int depth = 0; depth < kDeepest; ++depth) {
    const OpId producer = model.value(id).producer;
    if (producer == kNone) return id;
    const Op& op = model.op(producer);
    if (model.kind(producer) == "prim::unchecked_cast") {
      id = model.operand(op.inputs, 0);
    } else if (op.blocks.count == 2) {
      const bool first = runs(model, op.blocks.first) > 0;
      if (first == (runs(model, op.blocks.first + 1) > 0)) return id;
      const Block& arm = model.block(op.blocks.first + (first ? 0 : 1));
      for (std::int32_t i = 0; i < op.outputs.count; ++i) {
        if (model.operand(op.outputs, i) != id) continue;
        id = model.operand(arm.outputs, i);
        break;
      }
    } else {
      return id;
    }
  }
  return id;
}

std::optional<Constant> constant_of(const Model& model, ValueId given) {
  const ValueId id = resolved(model, given);
  const Value& value = model.value(id);
  if (value.constant != kNone) return model.constant(value.constant);
  if (value.producer == kNone || model.kind(value.producer) != "prim::ListConstruct") return std::nullopt;
  Constant list;
  list.kind = Constant::Kind::list;
  const IdRange inputs = model.op(value.producer).inputs;
  for (std::int32_t i = 0; i < inputs.count; ++i) {
    const Value& element = model.value(resolved(model, model.operand(inputs, i)));
    if (element.constant == kNone) return std::nullopt;
    list.elements.push_back(model.constant(element.constant));
  }
  return list;
}

using Arguments = std::vector<Constructor::Argument>;

Constructor torch_nn(std::string_view module, Arguments arguments) {
  return {"torch.nn." + std::string(module), std::move(arguments)};
}

constexpr std::int32_t kLayerNormWeight = 2;

bool is_none(const Model& model, const Op& op, std::int32_t input) {
  if (input >= op.inputs.count) return true;
  const auto constant = constant_of(model, model.operand(op.inputs, input));
  return constant && constant->kind == Constant::Kind::none;
}

bool same_number(const std::string& a, std::string_view b) { return a == b || a == std::string(b) + ".0"; }

std::optional<Constructor> from_row(const Model& model, const Op& op, const ConstructorRow& row, bool inplace) {
  Arguments arguments;
  for (const ArgumentRow& argument : row.arguments) {
    if (argument.input >= op.inputs.count) continue;
    const auto constant = constant_of(model, model.operand(op.inputs, argument.input));
    const auto text =
        constant ? python(*constant, row.op != "layer_norm" || constant->elements.size() < 2) : std::nullopt;
    if (!text || (argument.name.empty() && *text == "None")) return std::nullopt;
    if (!argument.standard.empty() && same_number(*text, argument.standard)) continue;
    if (argument.name == "stride" && !arguments.empty() && *text == arguments.front().value)
      continue;  // the default is the kernel
    arguments.push_back({std::string(argument.name), *text});
  }
  if (row.op == "layer_norm" && is_none(model, op, kLayerNormWeight))
    arguments.push_back({"elementwise_affine", "False"});
  if (inplace && row.has_inplace) arguments.push_back({"inplace", "True"});
  if (row.module == "Hardtanh" && arguments.size() >= 2 && same_number(arguments[0].value, "0") &&
      same_number(arguments[1].value, "6")) {
    return torch_nn("ReLU6", inplace ? Arguments{{"inplace", "True"}} : Arguments{});
  }
  return torch_nn(row.module, std::move(arguments));
}

const Tensor* shape_of(const Model& model, ValueId id) {
  const Value& value = model.value(id);
  if (value.observed.count == 1) return &model.observations[static_cast<std::size_t>(value.observed.first)];
  if (value.constant != kNone && model.constant(value.constant).kind == Constant::Kind::tensor)
    return &model.constant(value.constant).tensor;
  return nullptr;
}

std::optional<Constructor> from_weight(const Model& model, const Op& op, const WeightRow& row) {
  const std::int32_t weight_input = row.op == "embedding" ? 0 : 1;
  if (op.inputs.count <= weight_input) return std::nullopt;
  const Tensor* weight = shape_of(model, model.operand(op.inputs, weight_input));
  if (weight == nullptr || weight->shape.size() != row.rank) return std::nullopt;
  const auto text = [&](std::size_t i) { return std::to_string(weight->shape[i]); };
  if (row.op == "embedding") return torch_nn(row.module, {{"", text(0)}, {"", text(1)}});
  const auto bias = op.inputs.count > 2 ? constant_of(model, model.operand(op.inputs, 2)) : std::nullopt;
  const bool no_bias = bias && bias->kind == Constant::Kind::none;
  Arguments arguments;
  if (row.op == "linear") {
    arguments = {{"", text(1)}, {"", text(0)}};
  } else {
    const auto groups = op.inputs.count > 6 ? constant_of(model, model.operand(op.inputs, 6)) : std::nullopt;
    if (!groups || groups->kind != Constant::Kind::integer) return std::nullopt;
    std::vector<Constant> kernel;
    for (std::size_t i = 2; i < row.rank; ++i)
      kernel.push_back({Constant::Kind::integer, weight->shape[i], 0, "", {}, {}});
    arguments = {
        {"", std::to_string(weight->shape[1] * groups->integer)}, {"", text(0)}, {"", *python_sequence(kernel, true)}};
    constexpr ArgumentRow kRest[] = {{3, "stride", "1"}, {4, "padding", "0"}, {5, "dilation", "1"}, {6, "groups", "1"}};
    for (const ArgumentRow& argument : kRest) {
      const auto constant = constant_of(model, model.operand(op.inputs, argument.input));
      const auto written = constant ? python(*constant) : std::nullopt;
      if (!written) return std::nullopt;
      if (*written != argument.standard) arguments.push_back({std::string(argument.name), *written});
    }
  }
  if (no_bias) arguments.push_back({"bias", "False"});
  return torch_nn(row.module, std::move(arguments));
}

}  // namespace

std::optional<Constructor> constructor_for_op(const Model& model, OpId id) {
  if (model.decomposed) return std::nullopt;  // what the function was called with is spread over its parts
  const Op& op = model.op(id);
  const std::string& kind = model.kind(id);
  const std::string name = bare_name(kind);
  const bool inplace = writes_first_input(model, id);
  for (const WeightRow& row : kWeightRows) {
    if (row.op == name) return from_weight(model, op, row);
  }
  const auto row = std::find_if(rows().begin(), rows().end(), [&](const ConstructorRow& r) { return r.op == name; });
  return row == rows().end() ? std::nullopt : from_row(model, op, *row, inplace);
}

std::optional<Constructor> constructor_for_call(const Model& model, CallId id) {
  const Call& call = model.call(id);
  const Module& module = model.module(call.module);
  if (module.origin != ClassOrigin::torch_nn) return std::nullopt;
  const std::string name = module.type.substr(module.type.rfind('.') + 1);
  if (name == "Identity") return torch_nn("Identity", {});
  for (std::int32_t i = 0; i < call.ops.count; ++i) {
    const OpId op = call.ops.first + i;
    if (!model.fates[static_cast<std::size_t>(op)].executed) continue;
    auto constructor = constructor_for_op(model, op);
    if (constructor && constructor->type == "torch.nn." + name) return constructor;
  }
  return std::nullopt;
}

std::optional<std::int32_t> weight_input(const Model& model, OpId op) {
  const std::string name = bare_name(model.kind(op));
  if (name == "layer_norm") {
    const bool has_weight = !is_none(model, model.op(op), kLayerNormWeight);
    return has_weight ? std::optional(kLayerNormWeight) : std::nullopt;
  }
  const bool known =
      std::any_of(std::begin(kWeightRows), std::end(kWeightRows), [&](const WeightRow& row) { return row.op == name; });
  const std::int32_t input = name == "embedding" ? 0 : 1;
  return known && input < model.op(op).inputs.count ? std::optional(input) : std::nullopt;
}

std::optional<std::int64_t> integer_input(const Model& model, OpId op, std::int32_t input) {
  const auto constant = constant_of(model, model.operand(model.op(op).inputs, input));
  if (!constant || constant->kind != Constant::Kind::integer) return std::nullopt;
  return constant->integer;
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
