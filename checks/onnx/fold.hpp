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
#include "lib/model/constant_folder.hpp"
#include "lib/model/export_graph.hpp"

namespace aimet::onnx {

class Folding {
 public:
  Folding(const ExportGraph& graph, int opset);
  Folding(const Folding&) = delete;
  Folding& operator=(const Folding&) = delete;

  // A list that something is appended to or taken from, so that where it was made does not show what it holds.
  bool changes(Handle list) const { return changed_.count(list) != 0; }

  // A number, a boolean, or a list of them; null if the exporter does not know the value.
  const Constant* value(Handle value) const;

  // The value that a branch with a known condition returns as `output`; nullopt for an output of another op.
  std::optional<Handle> returned(Handle output) const { return folder_.returned(output); }

  // Sizes that the exporter knows; an entry is empty where the size depends on data.
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
  std::unordered_set<Handle> carried_;  // the inputs of loops' bodies
  mutable ConstantFolder folder_;       // what was computed is kept
  mutable std::unordered_map<Handle, std::optional<Sizes>> sizes_;
  mutable int depth_ = 0;
};

}  // namespace aimet::onnx
