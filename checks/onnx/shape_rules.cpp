// SPDX-License-Identifier: Apache-2.0
#include "checks/onnx/shape_rules.hpp"

#include <algorithm>
#include <iterator>

namespace aimet::onnx {
namespace {

// Whether the only use of the list unpacks it, as in a, b = x.split(3). Only then does the exporter know the number of
// parts.
bool unpacked_at_once(const View& view, const Node& op) {
  if (op.outputs.size() != 1) return false;
  int uses = 0;
  bool unpack = false;
  for (const OpId id : view.ops()) {
    const Node user = view.node(id);
    const auto times = std::count(user.inputs.begin(), user.inputs.end(), op.outputs[0]);
    uses += static_cast<int>(times);
    if (times != 0) unpack = user.kind == "prim::ListUnpack";
  }
  for (const Block& block : view.graph().blocks) {
    const ValueSpan returned = view.graph().operands_of(block.outputs);
    uses += static_cast<int>(std::count(returned.begin(), returned.end(), op.outputs[0]));
  }
  return uses == 1 && unpack;
}

std::optional<Problem> split_static(const View& view, const Node& op) {
  if (unpacked_at_once(view, op) && (view.is_constant(op.inputs[1]) || view.integers(op.inputs[1])))
    return std::nullopt;
  return refused(
      "before opset 11 the number of parts must be known: the list must be unpacked immediately and have constant "
      "sizes",
      "export with opset 11 or higher, or unpack the result: a, b = x.split(3)");
}

std::optional<Problem> unbind_static(const View& view, const Node& op) {
  if (unpacked_at_once(view, op)) return std::nullopt;
  return refused("before opset 11 the number of parts must be known: the list must be unpacked immediately",
                 "export with opset 11 or higher, or unpack the result: a, b = x.unbind(0)");
}

// The exporter merges prim::ListUnpack into the operators in kFused. After any other operator it stays in the ONNX
// graph, where it cannot be written.
std::optional<Problem> list_unpack(const View& view, const Node& op) {
  const std::string& maker = view.maker(op.inputs[0]);
  static const char* const kFused[] = {
      "aten::split",    "aten::split_with_sizes",  "aten::unsafe_split", "aten::unsafe_split_with_sizes",
      "aten::unbind",   "aten::unsafe_chunk",      "aten::where",        "aten::nonzero_numpy",
      "aten::meshgrid", "aten::broadcast_tensors", "prim::ListConstruct"};
  if (std::find(std::begin(kFused), std::end(kFused), maker) != std::end(kFused)) return std::nullopt;
  if (view.element_kind(op.inputs[0]) == TypeKind::integer) return std::nullopt;
  if (view.opset() >= 11 && maker.empty()) return std::nullopt;  // an input of the model
  if (view.opset() >= 13 && maker == "aten::tensor_split") return std::nullopt;
  return refused("a list of unknown length is unpacked", "take the parts by index: parts[0], parts[1]");
}

std::optional<Problem> slice_static(const View& view, const Node& op) {
  if (op.inputs.size() != 5) return std::nullopt;
  const auto fixed = [&](Handle value) { return view.is_none(value) || view.is_constant(value); };
  if (view.integer(op.inputs[4]).value_or(0) != 1) {
    return refused("a step other than 1 does not convert before opset 10", "export with opset 10 or higher");
  }
  if (fixed(op.inputs[2]) && fixed(op.inputs[3]) && view.is_constant(op.inputs[1])) return std::nullopt;
  return refused("a slice whose bounds are computed does not convert before opset 10",
                 "export with opset 10 or higher");
}

std::optional<Problem> slice_step(const View& view, const Node& op) {
  if (view.is_constant(op.inputs.back())) return std::nullopt;
  return refused("the step of the slice is computed, not a constant", "give the step as a number");
}

std::optional<Problem> roll_dims(const View& view, const Node& op) {
  const auto shifts = view.integers(op.inputs[1]);
  const auto dims = view.integers(op.inputs[2]);
  if (!shifts || !dims || shifts->size() == dims->size()) return std::nullopt;
  return refused("it converts only with a dim for each shift",
                 "give dims, or roll the flattened tensor: x.flatten().roll(1, 0).view_as(x)");
}

std::optional<Problem> four_dimensions(const View& view, const Node& op) {
  const auto rank = view.rank(op.inputs[0]);
  if (!rank || *rank == 4) return std::nullopt;
  return refused("its input has " + std::to_string(*rank) + " dimensions, and only 4 convert",
                 "give it a batch: x.unsqueeze(0), and squeeze the result");
}

bool constant_padding(const View& view, Handle padding) { return view.integers(padding).has_value(); }

std::optional<Problem> padding_static(const View& view, const Node& op) {
  if (constant_padding(view, op.inputs[1])) return std::nullopt;
  return refused("padding sizes that are computed do not convert before opset 11",
                 "export with opset 11 or higher, or give the sizes as numbers");
}

std::optional<Problem> circular_padding(const View& view, const Node& op) {
  if (op.inputs.size() < 3 || view.text(op.inputs[2]) != "circular" || constant_padding(view, op.inputs[1]))
    return std::nullopt;
  return refused("circular padding of computed sizes does not convert", "give the sizes as numbers");
}

std::optional<Problem> squeeze_dynamic(const View& view, const Node& op) {
  if (op.inputs.size() < 2 || view.is_constant(op.inputs[1])) return std::nullopt;
  return refused("its dim is computed, not a constant",
                 view.opset() < 11 ? "give the dim as a number" : "export with opset 13 or higher");
}

std::optional<Problem> concatenated_list(const View& view, const Node& op) {
  if (view.is_list(op.inputs[0])) return std::nullopt;
  return refused("a list of unknown length does not convert before opset 11", "export with opset 11 or higher");
}

std::optional<Problem> constant_dim(const View& view, const Node& op) {
  if (op.inputs.size() < 2 || view.is_constant(op.inputs[1])) return std::nullopt;
  return refused("its dim is computed, not a constant", "give the dim as a number");
}

std::optional<Problem> added_list(const View& view, const Node& op) {
  if (op.inputs.size() < 2 || view.kind(op.inputs[0]) != TypeKind::list ||
      view.element_kind(op.inputs[0]) != TypeKind::tensor)
    return std::nullopt;
  if (view.opset() >= 11 && view.is_list(op.inputs[1])) return std::nullopt;
  return refused("adding lists of tensors of unknown length does not convert",
                 "append the tensors one by one, with opset 11 or higher");
}

std::optional<Problem> contains_in_list(const View& view, const Node& op) {
  if (view.is_list(op.inputs[0])) return std::nullopt;
  return refused("`in` on a constant list does not convert", "compare with each value: x == a or x == b");
}

std::optional<Problem> where_static(const View& view, const Node& op) {
  return op.inputs.size() == 1 ? unbind_static(view, op) : std::nullopt;
}

std::optional<Problem> list_element(const View& view, const Node& op) {
  if (view.kind(op.inputs[0]) != TypeKind::list || view.element_kind(op.inputs[0]) != TypeKind::tensor)
    return std::nullopt;
  return refused("an element of a list of tensors does not convert before opset 11", "export with opset 11 or higher");
}

std::optional<Problem> repeated_list(const View& view, const Node& op) {
  if (view.kind(op.inputs[0]) != TypeKind::list || view.element_kind(op.inputs[0]) != TypeKind::tensor)
    return std::nullopt;
  return refused("repeating a list does not convert", "write the list out: [x, x, x]");
}

std::optional<Problem> nested_tolist(const View& view, const Node& op) {
  if (view.integer(op.inputs[1]).value_or(0) < 2) return std::nullopt;
  return refused("only a tensor of one dimension converts", "use the tensor itself");
}

// Before 2.0, the conversion swaps the elements of the list by their indices, but it is a graph value, which Python
// cannot index.
std::optional<Problem> meshgrid_xy(const View& view, const Node& op) {
  if (op.inputs.size() < 2 || view.text(op.inputs[1]) != "xy") return std::nullopt;
  return refused("indexing='xy' does not convert", "use indexing='ij' and transpose the results");
}

// Before 2.0, the conversion uses the dims before it converts negative ones to positions from the front.
std::optional<Problem> negative_diagonal(const View& view, const Node& op) {
  if (op.inputs.size() < 4 ||
      (view.integer(op.inputs[2]).value_or(0) >= 0 && view.integer(op.inputs[3]).value_or(1) >= 0))
    return std::nullopt;
  return refused("negative dims do not convert", "count the dims from the front");
}

constexpr RuleRow kRows[] = {
    {"aten::diagonal", 13, kAnyOpset, 0, 199, negative_diagonal},
    {"aten::where", 9, 10, 0, kAnyRelease, where_static},
    {"aten::__getitem_", 9, 10, 0, kAnyRelease, list_element},
    {"aten::mul", 9, kAnyOpset, 0, kAnyRelease, repeated_list},
    {"prim::tolist", 9, kAnyOpset, 0, kAnyRelease, nested_tolist},
    {"aten::meshgrid", 9, kAnyOpset, 0, 199, meshgrid_xy},
    {"aten::__contains_", 9, kAnyOpset, 0, kAnyRelease, contains_in_list},
    {"aten::split", 9, 10, 0, kAnyRelease, split_static},
    {"aten::split_with_sizes", 9, 10, 0, kAnyRelease, split_static},
    {"aten::unsafe_split", 9, 10, 0, kAnyRelease, split_static},
    {"aten::unsafe_split_with_sizes", 9, 10, 0, kAnyRelease, split_static},
    {"aten::unbind", 9, 10, 0, kAnyRelease, unbind_static},
    {"aten::unsafe_chunk", 9, 12, 0, kAnyRelease, unbind_static},
    {"aten::nonzero_numpy", 9, 10, 0, kAnyRelease, unbind_static},
    {"prim::ListUnpack", 9, kAnyOpset, 0, kAnyRelease, list_unpack},
    {"aten::slice", 9, 9, 0, kAnyRelease, slice_static},
    {"aten::slice", 10, kAnyOpset, 0, kAnyRelease, slice_step},
    {"aten::roll", 9, kAnyOpset, 0, kAnyRelease, roll_dims},
    {"aten::pixel_shuffle", 9, kAnyOpset, 0, kAnyRelease, four_dimensions},
    {"aten::pixel_unshuffle", 9, kAnyOpset, 0, kAnyRelease, four_dimensions},
    {"aten::pad", 9, 10, 0, kAnyRelease, padding_static},
    {"aten::constant_pad_nd", 9, 10, 0, kAnyRelease, padding_static},
    {"aten::reflection_pad1d", 9, 10, 0, kAnyRelease, padding_static},
    {"aten::reflection_pad2d", 9, 10, 0, kAnyRelease, padding_static},
    {"aten::reflection_pad3d", 9, 10, 0, kAnyRelease, padding_static},
    {"aten::replication_pad1d", 9, 10, 0, kAnyRelease, padding_static},
    {"aten::replication_pad2d", 9, 10, 0, kAnyRelease, padding_static},
    {"aten::replication_pad3d", 9, 10, 0, kAnyRelease, padding_static},
    {"aten::pad", 11, kAnyOpset, 0, kAnyRelease, circular_padding},
    {"aten::squeeze", 9, 12, 0, kAnyRelease, squeeze_dynamic},
    {"aten::unsqueeze", 11, 12, 0, kAnyRelease, squeeze_dynamic},
    {"aten::cat", 9, 10, 0, kAnyRelease, concatenated_list},
    {"aten::stack", 9, 10, 0, kAnyRelease, concatenated_list},
    {"aten::cat", 9, kAnyOpset, 0, kAnyRelease, constant_dim},
    {"aten::stack", 9, kAnyOpset, 0, kAnyRelease, constant_dim},
    {"aten::add", 9, kAnyOpset, 0, kAnyRelease, added_list},
};

}  // namespace

RuleTable shape_rules() { return {std::begin(kRows), std::end(kRows)}; }

}  // namespace aimet::onnx
