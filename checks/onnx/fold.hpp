// SPDX-License-Identifier: Apache-2.0
#pragma once
// Numbers that the exporter computes while it converts. ONNX's shape inference knows the shapes of what a sample of
// fixed size gives, and folds arithmetic on them: torch/csrc/jit/passes/onnx/shape_type_inference.cpp (ComputeConstant)
// and constant_fold.cpp. So `x.size(2) // 2` is as good as a number, while `x.size(2) % 2` is not.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "checks/onnx/node.hpp"
#include "lib/model/export_graph.hpp"

namespace aimet::onnx {

class Folding {
 public:
  Folding(const ExportGraph& graph, int opset);
  // A list that something is appended to or taken from, so that where it was made does not show what it holds.
  bool changes(Handle list) const { return changed_.count(list) != 0; }

  // A number, a boolean, or a list of them.
  const std::optional<Constant>& value(Handle value) const;

  // What the arm that a constant condition chooses returns as `output` of an If; none for other ops.
  std::optional<Handle> taken(const Node& op, Handle output) const;

  // Sizes that the exporter knows; an entry is empty where the size depends on data.
  using Sizes = std::vector<std::optional<std::int64_t>>;
  const std::optional<Sizes>& sizes(Handle value) const;

 private:
  std::optional<Constant> compute(Handle value) const;
  std::optional<Constant> compute(const Node& op, std::size_t output) const;
  std::optional<Constant> arithmetic(const Node& op) const;
  std::optional<Constant> of_shape(const Node& op) const;
  std::optional<Constant> of_dimension(const Node& op, const Sizes& shape) const;
  static std::optional<Constant> of_all_sizes(const Node& op, const Sizes& shape);
  std::optional<Constant> of_list(const Node& op) const;
  bool is_none(Handle value) const;
  bool takes_unknown_size(const Node& op) const;
  std::optional<Sizes> infer(Handle value) const;
  std::optional<Constant> scalar(Handle value) const;
  std::optional<double> number(Handle value) const;
  Node node(OpId op) const { return node_of(graph_, op); }

  const ExportGraph& graph_;
  int opset_;
  std::unordered_set<Handle> changed_;
  std::unordered_set<Handle> carried_;  // the inputs of loops' bodies
  mutable std::unordered_map<Handle, std::optional<Constant>> values_;
  mutable std::unordered_map<Handle, std::optional<Sizes>> sizes_;
  mutable int depth_ = 0;
};

}  // namespace aimet::onnx
