// SPDX-License-Identifier: Apache-2.0
#include "checks/onnx/pooling_rules.hpp"

#include <algorithm>
#include <iterator>

namespace aimet::onnx {
namespace {

const std::string kDividingSize =
    "give an output size that divides the input's size, or write the pooling as torch.nn.AvgPool2d/MaxPool2d with "
    "kernel and stride";

// The exporter writes a pooling with a fixed kernel, so each output size must divide the input's size. An output size
// of 1 always works, as a global pooling.
std::optional<Problem> adaptive_pool(const View& view, const Node& op) {
  const auto sizes = view.integers(op.inputs[1]);
  if (!sizes) {
    return refused("its output size is computed, not a constant",
                   "give the output size as numbers, for example (7, 7)");
  }
  const bool all_one = std::all_of(sizes->begin(), sizes->end(), [](std::int64_t size) { return size == 1; });
  if (all_one) return std::nullopt;
  const auto& shape = view.shape(op.inputs[0]);
  if (!shape) {
    return Problem{Verdict::unsure, "it converts only if its output size divides the input's size, which is not known",
                   kDividingSize};
  }
  for (std::size_t i = 2; i < shape->size() && i - 2 < sizes->size(); ++i) {
    const std::int64_t size = (*sizes)[i - 2];
    const auto& given = (*shape)[i];
    if (!given)
      return refused(
          "its output size is not 1, and the exporter cannot infer the size of its input (after F.pad, for example)",
          kDividingSize);
    if (size != 0 && *given % size != 0) {
      return refused(
          "its output size " + std::to_string(size) + " does not divide the input's size " + std::to_string(*given),
          kDividingSize);
    }
  }
  return std::nullopt;
}

std::optional<Problem> constant_sizes(const View& view, const Node& op) {
  for (std::size_t i = 1; i < std::min<std::size_t>(op.inputs.size(), 4); ++i) {
    if (!view.integers(op.inputs[i]) && !view.is_none(op.inputs[i])) {
      return refused("its kernel size, stride or padding is computed, not a constant", "give them as numbers");
    }
  }
  return std::nullopt;
}

std::optional<Problem> max_pool_dilation(const View& view, const Node& op) {
  if (op.inputs.size() < 5) return std::nullopt;
  const auto dilation = view.integers(op.inputs[4]);
  if (!dilation || std::all_of(dilation->begin(), dilation->end(), [](std::int64_t d) { return d == 1; }))
    return std::nullopt;
  return refused("its dilation is not 1", "export with opset 10 or higher");
}

std::optional<Problem> avg_pool_divisor(const View& view, const Node& op) {
  if (op.inputs.size() < 7 || view.is_none(op.inputs[6])) return std::nullopt;
  return refused("divisor_override does not convert",
                 "leave divisor_override out and multiply the result by kernel_size**2 / divisor");
}

std::optional<Problem> align_corners(const View& view, const Node& op) {
  if (op.inputs.size() < 3 || view.integer(op.inputs[2]).value_or(0) == 0) return std::nullopt;
  return refused("align_corners=True does not convert before opset 11",
                 "export with opset 11 or higher, or use align_corners=False");
}

std::optional<Problem> interpolate_align_corners(const View& view, const Node& op) {
  if (op.inputs.size() < 5 || view.integer(op.inputs[4]).value_or(0) == 0) return std::nullopt;
  return refused("align_corners=True does not convert before opset 11",
                 "export with opset 11 or higher, or use align_corners=False");
}

// The exporter replaces the function by aten::__interpolate and then runs the model. That operator is older than
// mode='nearest-exact' and antialias=True.
std::optional<Problem> interpolate_mode(const View& view, const Node& op) {
  if (op.inputs.size() > 3 && view.text(op.inputs[3]) == "nearest-exact") {
    return refused("mode='nearest-exact' does not convert", "use mode='nearest'");
  }
  if (op.inputs.size() > 6 && view.integer(op.inputs[6]).value_or(0) != 0) {
    return refused("antialias=True does not convert", "use antialias=False");
  }
  return std::nullopt;
}

constexpr RuleRow kRows[] = {
    {"aten::adaptive_avg_pool1d", 9, kAnyOpset, 0, kAnyRelease, adaptive_pool},
    {"aten::adaptive_avg_pool2d", 9, kAnyOpset, 0, kAnyRelease, adaptive_pool},
    {"aten::adaptive_avg_pool3d", 9, kAnyOpset, 0, kAnyRelease, adaptive_pool},
    {"aten::adaptive_max_pool1d", 9, kAnyOpset, 0, kAnyRelease, adaptive_pool},
    {"aten::adaptive_max_pool2d", 9, kAnyOpset, 0, kAnyRelease, adaptive_pool},
    {"aten::adaptive_max_pool3d", 9, kAnyOpset, 0, kAnyRelease, adaptive_pool},
    {"aten::max_pool1d", 9, 9, 0, kAnyRelease, max_pool_dilation},
    {"aten::max_pool2d", 9, 9, 0, kAnyRelease, max_pool_dilation},
    {"aten::max_pool3d", 9, 9, 0, kAnyRelease, max_pool_dilation},
    {"aten::max_pool1d_with_indices", 9, 9, 0, kAnyRelease, max_pool_dilation},
    {"aten::max_pool2d_with_indices", 9, 9, 0, kAnyRelease, max_pool_dilation},
    {"aten::max_pool3d_with_indices", 9, 9, 0, kAnyRelease, max_pool_dilation},
    {"aten::avg_pool1d", 9, kAnyOpset, 0, kAnyRelease, constant_sizes},
    {"aten::avg_pool2d", 9, kAnyOpset, 0, kAnyRelease, constant_sizes},
    {"aten::avg_pool3d", 9, kAnyOpset, 0, kAnyRelease, constant_sizes},
    {"aten::avg_pool2d", 9, kAnyOpset, 0, 199, avg_pool_divisor},
    {"aten::avg_pool3d", 9, kAnyOpset, 0, 199, avg_pool_divisor},
    {"aten::upsample_linear1d", 9, 10, 0, kAnyRelease, align_corners},
    {"aten::upsample_bilinear2d", 9, 10, 0, kAnyRelease, align_corners},
    {"aten::upsample_trilinear3d", 9, 10, 0, kAnyRelease, align_corners},
    {"aten::__interpolate", 8, 10, 0, kAnyRelease, interpolate_align_corners},
    {"aten::__interpolate", 8, kAnyOpset, 0, kAnyRelease, interpolate_mode},
};

}  // namespace

RuleTable pooling_rules() { return {std::begin(kRows), std::end(kRows)}; }

}  // namespace aimet::onnx
