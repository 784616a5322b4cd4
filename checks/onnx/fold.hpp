// SPDX-License-Identifier: Apache-2.0
#pragma once
// Numbers that the exporter computes while it converts. ONNX's shape inference knows the shapes of what a sample of
// fixed size gives, and folds arithmetic on them: torch/csrc/jit/passes/onnx/shape_type_inference.cpp (ComputeConstant)
// and constant_fold.cpp. So `x.size(2) // 2` is as good as a number, while `x.size(2) % 2` is not.

#include <cstdint>
#include <optional>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "lib/model/export_graph.hpp"

namespace aimet::onnx {

class Folding {
 public:
  Folding(const ExportGraph& graph, int opset);
  // A list that something is appended to or taken from, so that where it was made does not show what it holds.
  bool changes(std::int32_t list) const { return changed_.count(list) != 0; }

  // A number, or a list of numbers with one entry per element.
  struct Known {
    bool is_list = false;
    std::vector<double> numbers;
  };
  const std::optional<Known>& value(std::int32_t value) const;

  // Sizes that the exporter knows; an entry is empty where the size depends on data.
  using Sizes = std::vector<std::optional<std::int64_t>>;
  const std::optional<Sizes>& sizes(std::int32_t value) const;

 private:
  std::optional<Known> compute(std::int32_t value) const;
  std::optional<Known> compute(const ExportOp& op, std::size_t output) const;
  std::optional<Known> arithmetic(const ExportOp& op) const;
  std::optional<Known> of_shape(const ExportOp& op) const;
  std::optional<Known> of_list(const ExportOp& op) const;
  std::optional<Sizes> infer(std::int32_t value) const;
  std::optional<double> number(std::int32_t value) const;

  const ExportGraph& graph_;
  int opset_;
  std::unordered_set<std::int32_t> changed_;
  mutable std::unordered_map<std::int32_t, std::optional<Known>> values_;
  mutable std::unordered_map<std::int32_t, std::optional<Sizes>> sizes_;
  mutable int depth_ = 0;
};

}  // namespace aimet::onnx
