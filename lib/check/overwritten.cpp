#include "lib/check/overwritten.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "lib/model/source_lines.hpp"

namespace aimet {
namespace {

// Ops that give a tensor of their own (native_functions.yaml: neither a view nor, as dropout, to and contiguous may be,
// their input).
constexpr std::array<std::string_view, 36> kMakers = {"_convolution",
                                                      "adaptive_avg_pool2d",
                                                      "add",
                                                      "addmm",
                                                      "avg_pool2d",
                                                      "batch_norm",
                                                      "bmm",
                                                      "cat",
                                                      "conv1d",
                                                      "conv2d",
                                                      "conv3d",
                                                      "conv_transpose1d",
                                                      "convolution",
                                                      "conv_transpose2d",
                                                      "div",
                                                      "embedding",
                                                      "gelu",
                                                      "group_norm",
                                                      "hardswish",
                                                      "instance_norm",
                                                      "layer_norm",
                                                      "linear",
                                                      "matmul",
                                                      "max_pool2d",
                                                      "mul",
                                                      "relu",
                                                      "sigmoid",
                                                      "silu",
                                                      "softmax",
                                                      "stack",
                                                      "sub",
                                                      "tanh",
                                                      "upsample_nearest2d",
                                                      "upsample_bilinear2d",
                                                      "clamp",
                                                      "hardtanh"};

// Ops that may give their input itself, or a view of it.
constexpr std::array<std::string_view, 10> kPassing = {"alpha_dropout", "contiguous", "dropout", "feature_dropout",
                                                       "flatten",       "permute",    "reshape", "transpose",
                                                       "unsqueeze",     "view"};

bool is_among(const std::string& kind, const std::string_view* begin, const std::string_view* end) {
  constexpr std::string_view kAten = "aten::";
  return kind.rfind(kAten, 0) == 0 && std::find(begin, end, std::string_view(kind).substr(kAten.size())) != end;
}

bool makes_a_tensor(const std::string& kind) { return is_among(kind, kMakers.begin(), kMakers.end()); }

// The op that made the tensor which `op` writes into, over ops that wrote into it before.
OpId maker_of(const Model& model, OpId op, const std::vector<int>& uses) {
  while (true) {
    const ValueId written = model.operand(model.op(op).inputs, 0);
    const OpId producer = model.value(written).producer;
    if (producer == kNone || uses[static_cast<std::size_t>(written)] != 1) return kNone;
    if (makes_a_tensor(model.kind(producer))) return producer;
    const std::string& kind = model.kind(producer);
    if (!writes_into_input(kind) && !is_among(kind, kPassing.begin(), kPassing.end())) return kNone;
    if (model.op(producer).inputs.count == 0) return kNone;
    op = producer;
  }
}

}  // namespace

std::vector<int> count_uses(const Model& model) {
  std::vector<int> uses(model.values.size(), 0);
  const auto count = [&](IdRange range) {
    for (std::int32_t i = 0; i < range.count; ++i) ++uses[static_cast<std::size_t>(model.operand(range, i))];
  };
  for (const Op& op : model.ops) count(op.inputs);
  for (const Block& block : model.blocks) count(block.outputs);
  return uses;
}

std::optional<int> line_of_overwritten(const Model& model, OpId op, const std::vector<int>& uses) {
  if (model.op(op).inputs.count == 0) return std::nullopt;
  const OpId maker = maker_of(model, op, uses);
  if (maker == kNone) return std::nullopt;
  const CallId forward = model.op(op).call;
  CallId call = model.op(maker).call;
  if (call == forward) {
    const auto lines = user_lines(model, maker);
    return lines.empty() ? std::nullopt : std::optional(lines.front().line);
  }
  while (call != kNone && model.call(call).caller != forward) call = model.call(call).caller;
  if (call == kNone) return std::nullopt;
  const auto lines = call_site(model, call);
  return lines.empty() ? std::nullopt : std::optional(lines.front().line);
}

bool writes_into_input(const std::string& kind) {
  return kind.rfind("aten::", 0) == 0 && kind.size() > 7 && kind.back() == '_' && kind[kind.size() - 2] != '_';
}

}  // namespace aimet
