// SPDX-License-Identifier: Apache-2.0
#include "checks/onnx/index_rules.hpp"

#include <iterator>

namespace aimet::onnx {
namespace {

bool set(const View& view, const Node& op, std::size_t input) {
  return op.inputs.size() > input && !view.is_none(op.inputs[input]) && view.integer(op.inputs[input]).value_or(1) != 0;
}

std::optional<Problem> index_put(const View& view, const Node& op) {
  if (view.is_list(op.inputs[1]) && view.elements(op.inputs[1]).empty()) return std::nullopt;
  return refused("writing into a part of a tensor does not convert before opset 11", "export with opset 11 or higher");
}

std::optional<Problem> sparse_gather(const View& view, const Node& op) {
  if (!set(view, op, 3)) return std::nullopt;
  return refused("sparse_grad=True does not convert", "leave sparse_grad out");
}

std::optional<Problem> descending_only(const View& view, const Node& op) {
  if (op.inputs.size() != 3 || view.integer(op.inputs[2]).value_or(1) != 0) return std::nullopt;
  return refused("sorting in ascending order does not convert before opset 11", "export with opset 11 or higher");
}

std::optional<Problem> largest_only(const View& view, const Node& op) {
  if (op.inputs.size() < 4 || view.integer(op.inputs[3]).value_or(1) != 0) return std::nullopt;
  return refused("largest=False does not convert before opset 11", "export with opset 11 or higher");
}

// sort(stable=...) has one argument more, which the conversion mistakes for `out`.
std::optional<Problem> stable_sort(const View& view, const Node& op) {
  if (op.inputs.size() < 4) return std::nullopt;
  (void)view;
  return refused("the argument stable does not convert", "leave stable out");
}

std::optional<Problem> index_add_alpha(const View& view, const Node& op) {
  if (op.inputs.size() < 5 || view.number(op.inputs[4]).value_or(1) == 1) return std::nullopt;
  return refused("alpha other than 1 does not convert", "multiply the source by alpha first");
}

// From 2.0 on, the exporter cuts a source of the same rank to the index's shape. Before, the shapes had to be equal.
std::optional<Problem> scatter_add_shapes(const View& view, const Node& op) {
  const auto& index = view.shape(op.inputs[2]);
  const auto& source = view.shape(op.inputs[3]);
  if (!index || !source || *index == *source) return std::nullopt;
  if (!view.before(200) && index->size() == source->size()) return std::nullopt;
  return refused("its index and its source have different shapes", "cut the source to the shape of the index");
}

std::optional<Problem> embedding_bag_padding(const View& view, const Node& op) {
  if (op.inputs.size() < 9 || view.is_none(op.inputs[8]) || view.integer(op.inputs[8]).value_or(-1) < 0)
    return std::nullopt;
  return refused("padding_idx does not convert", "leave padding_idx out");
}

std::optional<Problem> never(const View& view, const Node& op) {
  (void)view;
  (void)op;
  return refused("its conversion raises in this opset", "export with opset 11 or higher");
}

std::optional<Problem> scatter_reduce(const View& view, const Node& op) {
  if (op.inputs.size() < 6) return std::nullopt;
  if (view.text(op.inputs[4]) == "mean")
    return refused("reduce='mean' does not convert", "use reduce='sum' and divide by the counts");
  if (view.integer(op.inputs[5]).value_or(1) == 0)
    return refused("include_self=False does not convert", "use include_self=True");
  return std::nullopt;
}

constexpr RuleRow kRows[] = {
    {"aten::index_put", 9, 10, 0, kAnyRelease, index_put},
    {"aten::gather", 9, kAnyOpset, 0, kAnyRelease, sparse_gather},
    {"aten::sort", 10, 10, 0, kAnyRelease, descending_only},
    {"aten::sort", 9, kAnyOpset, 0, kAnyRelease, stable_sort},
    {"aten::argsort", 9, kAnyOpset, 0, kAnyRelease, stable_sort},
    {"aten::topk", 9, 10, 0, kAnyRelease, largest_only},
    {"aten::index_add", 9, kAnyOpset, 0, kAnyRelease, index_add_alpha},
    {"aten::scatter_add", 16, kAnyOpset, 0, kAnyRelease, scatter_add_shapes},
    {"aten::embedding_bag", 10, kAnyOpset, 0, kAnyRelease, embedding_bag_padding},
    {"aten::embedding_bag", 9, 9, 0, kAnyRelease, never},
    {"aten::_unique2", 9, 10, 0, kAnyRelease, never},
    {"aten::scatter_reduce", 16, kAnyOpset, 0, kAnyRelease, scatter_reduce},
};

}  // namespace

RuleTable index_rules() { return {std::begin(kRows), std::end(kRows)}; }

}  // namespace aimet::onnx
