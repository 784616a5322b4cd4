// SPDX-License-Identifier: Apache-2.0
#include "checks/onnx/layer_rules.hpp"

#include <iterator>

namespace aimet::onnx {
namespace {

// Both overloads have 9 arguments: (input, hx, params, ...), and (input, batch_sizes, hx, params, ...) for packed
// sequences.
std::optional<Problem> lstm_projection(const View& view, const Node& op) {
  if (op.inputs.size() != 9) return std::nullopt;
  const bool packed = view.kind(op.inputs[3]) == TypeKind::list;
  const Handle weights = op.inputs[packed ? 3 : 2];
  const auto has_biases = view.integer(op.inputs[packed ? 4 : 3]);
  const auto layers = view.integer(op.inputs[packed ? 5 : 4]);
  const auto both_ways = view.integer(op.inputs[8 - (packed ? 0 : 1)]);
  if (!view.is_list(weights) || !has_biases || !layers || !both_ways) return std::nullopt;
  const auto expected = *layers * (*has_biases != 0 ? 4 : 2) * (1 + (*both_ways != 0 ? 1 : 0));
  if (static_cast<std::int64_t>(view.elements(weights).size()) == expected) return std::nullopt;
  return refused("an LSTM with proj_size does not convert",
                 "leave proj_size out and put a torch.nn.Linear behind the LSTM");
}

std::optional<Problem> training_dropout(const View& view, const Node& op) {
  if (op.inputs.size() < 3 || view.integer(op.inputs[2]).value_or(0) == 0) return std::nullopt;
  return refused("it converts only in eval mode", "pass training=self.training instead of True");
}

std::optional<Problem> label_smoothing(const View& view, const Node& op) {
  if (op.inputs.size() < 6 || view.number(op.inputs[5]).value_or(0) <= 0) return std::nullopt;
  return refused("label_smoothing does not convert", "leave the loss out of the exported model");
}

std::optional<Problem> quantised_range(const View& view, const Node& op) {
  const auto low = view.integer(op.inputs[op.inputs.size() - 2]);
  const auto high = view.integer(op.inputs.back());
  if (!low || !high) return std::nullopt;
  const bool known = (*low == 0 && *high == 255) || (*low == -128 && *high == 127);
  const bool seven_bits = *low == 0 && *high == 127;
  if (known || (seven_bits && view.opset() >= 13)) return std::nullopt;
  return refused("the range " + std::to_string(*low) + ".." + std::to_string(*high) + " does not convert",
                 "use 0..255 or -128..127");
}

std::optional<Problem> volumetric_grid(const View& view, const Node& op) {
  if (view.rank(op.inputs[0]) != 5) return std::nullopt;
  return refused("a grid of five dimensions does not convert", "sample each depth as a grid of four dimensions");
}

std::optional<Problem> attention_groups(const View& view, const Node& op) {
  if (op.inputs.size() > 7 && view.integer(op.inputs[7]).value_or(0) != 0) {
    return refused("enable_gqa=True does not convert", "repeat the keys and values: key.repeat_interleave(n, dim=-3)");
  }
  if (op.inputs.size() > 5 && view.integer(op.inputs[5]).value_or(0) != 0 && !view.is_none(op.inputs[3])) {
    return refused("is_causal=True together with attn_mask does not convert", "put the causal mask into attn_mask");
  }
  return std::nullopt;
}

std::optional<Problem> complex_spectrum(const View& view, const Node& op) {
  if (op.inputs.size() < 8 || view.integer(op.inputs[7]).value_or(0) == 0) return std::nullopt;
  return refused("return_complex=True does not convert",
                 "use return_complex=False, which gives real and imaginary parts as a last dimension");
}

// An If that returns a string: the exporter has no ONNX type for it.
std::optional<Problem> if_result(const View& view, const Node& op) {
  for (const Handle output : op.outputs) {
    const TypeKind kind = view.kind(output);
    if (kind == TypeKind::string) {
      return refused("a branch that depends on data gives a text", "compute the text outside of forward");
    }
  }
  return std::nullopt;
}

bool known_size(const View& view, Handle value, std::size_t dim) {
  const auto& shape = view.shape(value);
  return !shape || (shape->size() > dim && (*shape)[dim]);
}

const char* const kUnknownSize = "the exporter cannot infer the size of its input (after F.pad, for example)";

// Without statistics, the exporter computes those of the batch by operators that need the sizes. Without weight or
// bias, it makes constants of the channel size (symbolic_helper.py, _batchnorm_helper).
std::optional<Problem> batch_norm_sizes(const View& view, const Node& op) {
  if (op.inputs.size() < 5) return std::nullopt;
  const bool stats = !view.is_none(op.inputs[3]) && !view.is_none(op.inputs[4]);
  const bool affine = !view.is_none(op.inputs[1]) && !view.is_none(op.inputs[2]);
  const bool channels = known_size(view, op.inputs[0], 1);
  if (!affine && !channels) return refused(kUnknownSize, "use affine=True");
  if (!stats && !(channels && known_size(view, op.inputs[0], 0)))
    return refused(kUnknownSize, "use track_running_stats=True");
  return std::nullopt;
}

std::optional<Problem> instance_norm_sizes(const View& view, const Node& op) {
  if (op.inputs.size() < 5) return std::nullopt;
  const bool affine = !view.is_none(op.inputs[1]) && !view.is_none(op.inputs[2]);
  if (!affine && !known_size(view, op.inputs[0], 1))
    return refused(kUnknownSize, "use affine=True, or put a convolution between");
  if (!view.is_none(op.inputs[3]) && !known_size(view, op.inputs[0], 0))
    return refused(kUnknownSize, "use track_running_stats=False");
  return std::nullopt;
}

// With two dimensions, the list of axes is empty. The exporter accepts that from 2.0 on.
std::optional<Problem> group_norm_rank(const View& view, const Node& op) {
  if (view.rank(op.inputs[0]).value_or(3) > 2) return std::nullopt;
  return refused("an input of two dimensions does not convert",
                 "give it a third dimension: x.unsqueeze(-1), and squeeze the result");
}

// Without weight, LayerNormalization gets an empty scale, which the ONNX checker refuses.
std::optional<Problem> layer_norm_affine(const View& view, const Node& op) {
  if (op.inputs.size() < 4 || !view.is_none(op.inputs[2])) return std::nullopt;
  return refused("without weight it does not convert at opset 17",
                 "export with opset 16 or lower, or use elementwise_affine=True");
}

std::optional<Problem> bernoulli_probability(const View& view, const Node& op) {
  (void)view;
  if (op.inputs.size() < 3) return std::nullopt;
  return refused("a probability given as p does not convert", "use torch.bernoulli(torch.full_like(x, p))");
}

std::optional<Problem> multinomial_replacement(const View& view, const Node& op) {
  if (op.inputs.size() < 3 || view.integer(op.inputs[2]).value_or(1) != 0 ||
      view.integer(op.inputs[1]).value_or(2) == 1)
    return std::nullopt;
  return refused("several samples without replacement do not convert", "use replacement=True, or take one sample");
}

// The conversion reads the arguments of randint_like(x, high) as those of (x, low, high).
std::optional<Problem> randint_bounds(const View& view, const Node& op) {
  if (op.inputs.size() < 3 || !view.is_none(op.inputs[2])) return std::nullopt;
  return refused("the form without a lower bound does not convert", "give both bounds: torch.randint_like(x, 0, high)");
}

constexpr RuleRow kRows[] = {
    {"aten::randint_like", 9, kAnyOpset, 200, kAnyRelease, randint_bounds},
    {"aten::batch_norm", 9, kAnyOpset, 0, kAnyRelease, batch_norm_sizes},
    {"aten::instance_norm", 9, kAnyOpset, 0, kAnyRelease, instance_norm_sizes},
    {"aten::group_norm", 9, kAnyOpset, 0, 199, group_norm_rank},
    {"aten::layer_norm", 17, kAnyOpset, 0, 199, layer_norm_affine},
    {"aten::bernoulli", 9, kAnyOpset, 0, 199, bernoulli_probability},
    {"aten::multinomial", 9, kAnyOpset, 0, kAnyRelease, multinomial_replacement},
    {"aten::lstm", 9, kAnyOpset, 0, kAnyRelease, lstm_projection},
    {"aten::feature_dropout", 9, kAnyOpset, 0, kAnyRelease, training_dropout},
    {"aten::alpha_dropout", 9, kAnyOpset, 0, kAnyRelease, training_dropout},
    {"aten::feature_alpha_dropout", 9, kAnyOpset, 0, kAnyRelease, training_dropout},
    {"aten::cross_entropy_loss", 12, kAnyOpset, 0, kAnyRelease, label_smoothing},
    {"aten::fake_quantize_per_tensor_affine", 10, kAnyOpset, 0, kAnyRelease, quantised_range},
    {"aten::fake_quantize_per_channel_affine", 13, kAnyOpset, 0, kAnyRelease, quantised_range},
    {"aten::grid_sampler", 16, 19, 200, kAnyRelease, volumetric_grid},
    {"aten::scaled_dot_product_attention", 14, kAnyOpset, 0, kAnyRelease, attention_groups},
    {"aten::stft", 17, kAnyOpset, 0, kAnyRelease, complex_spectrum},
    {"prim::If", 9, kAnyOpset, 0, kAnyRelease, if_result},
};

}  // namespace

RuleTable layer_rules() { return {std::begin(kRows), std::end(kRows)}; }

}  // namespace aimet::onnx
