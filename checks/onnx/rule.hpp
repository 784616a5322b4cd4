// SPDX-License-Identifier: Apache-2.0
#pragma once
// What the exporter refuses although the operator is in its table: conditions on arguments, shapes and types, each read
// from the conversion function that raises. One row per rule.

#include <optional>
#include <string>
#include <utility>

#include "checks/onnx/view.hpp"

namespace aimet::onnx {

enum class Verdict {
  refused,  // the exporter raises
  changed,  // it exports, but the graph computes something else
  unsure,   // the file does not show it; the exporter may raise
};

struct Problem {
  Verdict verdict = Verdict::refused;
  std::string why;   // completes "torch.nn.functional.interpolate: ..."
  std::string help;  // one sentence
};

inline Problem refused(std::string why, std::string help) {
  return {Verdict::refused, std::move(why), std::move(help)};
}

using Rule = std::optional<Problem> (*)(const View& view, const Node& op);

struct RuleRow {
  const char* op;
  int from_opset, to_opset;      // both included; kAnyOpset
  int from_release, to_release;  // 113 is PyTorch 1.13; kAnyRelease
  Rule rule;
};
inline constexpr int kAnyOpset = 99;
inline constexpr int kAnyRelease = 999;

struct RuleTable {
  const RuleRow* first;
  const RuleRow* last;
};

}  // namespace aimet::onnx
