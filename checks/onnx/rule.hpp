// SPDX-License-Identifier: Apache-2.0
#pragma once
// Rules for operators that are in the exporter's table but do not always convert: conditions on arguments, shapes and
// types. Each was read from the conversion function that raises. One row per rule.

#include <optional>
#include <string>
#include <utility>

#include "checks/onnx/view.hpp"

namespace aimet::onnx {

enum class Verdict {
  refused,  // the exporter raises
  changed,  // it exports, but the graph computes something else
  unsure,   // the file does not show whether the exporter raises
};

struct Problem {
  Verdict verdict = Verdict::refused;
  std::string why;   // completes "aten::fft_fft does not export to ONNX (opset 17, PyTorch 1.13): ..."
  std::string help;  // one sentence, without capital letter and full stop
};

inline Problem refused(std::string why, std::string help) {
  return {Verdict::refused, std::move(why), std::move(help)};
}

using Rule = std::optional<Problem> (*)(const View& view, const Node& op);

struct RuleRow {
  const char* op;
  int from_opset, to_opset;      // inclusive; to_opset may be kAnyOpset
  int from_release, to_release;  // inclusive; 113 is PyTorch 1.13; to_release may be kAnyRelease
  Rule rule;
};
inline constexpr int kAnyOpset = 99;
inline constexpr int kAnyRelease = 999;

struct RuleTable {
  const RuleRow* first;
  const RuleRow* last;
};

}  // namespace aimet::onnx
