// SPDX-License-Identifier: Apache-2.0
#include "checks/replacements.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include "checks/replacement_rows.hpp"

namespace aimet {
namespace {

const ReplacementRow* find(std::string_view type) {
  const auto* row = std::find_if(std::begin(kReplacementRows), std::end(kReplacementRows),
                                 [&](const ReplacementRow& r) { return r.type == type; });
  return row == std::end(kReplacementRows) ? nullptr : row;
}

// AIMET's classes whose forward is the function of torch.nn.functional, with its arguments (custom.py).
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
    {"upsample_nearest_exact1d", "Interpolate"},
    {"upsample_nearest_exact2d", "Interpolate"},
    {"upsample_nearest_exact3d", "Interpolate"},
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

// AIMET 2 cannot use a module of the user's own before its class is registered.
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
  for (const ReplacementRow& row : kReplacementRows) types.push_back(row.type);
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
  if (const ReplacementRow* row = find(type); row != nullptr && row->kind == ReplacementKind::harmless)
    return row->text;
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
  const ReplacementRow* row = find(type);
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
      return {ReplacementKind::harmless, "", "has no module and needs none: it " + text,
              "it can stay if its output needs no quantizer of its own: " + allow(type)};
    case ReplacementKind::none:
      break;
  }
  if (row != nullptr) return {ReplacementKind::none, "", "cannot be replaced by a module", with_aimet(text, rules)};
  return {ReplacementKind::none, "", "is not known to AIMET, and no module replaces it",
          "put it into a torch.nn.Module of its own whose forward does nothing else" + std::string(registered(rules)) +
              "; or, if it computes nothing that needs quantizing, " + allow(type)};
}

}  // namespace aimet
