// SPDX-License-Identifier: Apache-2.0
#pragma once
// Numbers that the exporter computes while it converts. ONNX's shape inference knows the shapes that result from a
// sample of fixed size, and folds arithmetic on them: torch/csrc/jit/passes/onnx/shape_type_inference.cpp
// (ComputeConstant) and constant_fold.cpp. So `x.size(2) // 2` counts as a number, `x.size(2) % 2` does not.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "checks/onnx/node.hpp"
#include "lib/model/constant_folder.hpp"
#include "lib/model/export_graph.hpp"

namespace aimet::onnx {

class Folding {
 public:
  Folding(const ExportGraph& graph, int opset);
  Folding(const Folding&) = delete;
  Folding& operator=(const Folding&) = delete;

  // Whether an op changes the list, for example appends to it. Then the op that made the list does not show its
  // elements.
  bool changes(Handle list) const { return changed_.count(list) != 0; }

  // A number, a boolean, or a list of these; null if the exporter does not know the value.
  const Constant* value(Handle value) const;

  // The value that the branch that runs returns as `output` of a prim::If; nullopt for an output of another op, or if
  // the exporter does not know which branch runs.
  std::optional<Handle> returned(Handle output) const { return folder_.returned(output); }

  // The sizes that the exporter knows; nullopt if it knows no shape. An entry is nullopt if it does not know that size,
  // for example because it depends on data.
  using Sizes = std::vector<std::optional<std::int64_t>>;
  const std::optional<Sizes>& sizes(Handle value) const;

 private:
  ConstantFolder::Rules rules();
  std::optional<Constant> of_shape(OpId op) const;
  std::optional<Constant> of_dimension(const Node& op, const Sizes& shape) const;
  static std::optional<Constant> of_all_sizes(const Node& op, const Sizes& shape);
  bool takes_unknown_size(const Node& op) const;
  std::optional<Sizes> infer(Handle value) const;
  Node node(OpId op) const { return node_of(graph_, op); }

  const ExportGraph& graph_;
  int opset_;
  std::unordered_set<Handle> changed_;
  std::unordered_set<Handle> carried_;  // the inputs of loop bodies
  mutable ConstantFolder folder_;       // mutable: keeps the results
  mutable std::unordered_map<Handle, std::optional<Sizes>> sizes_;
  mutable int depth_ = 0;
};

}  // namespace aimet::onnx
