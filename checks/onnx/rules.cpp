// SPDX-License-Identifier: Apache-2.0
#include "checks/onnx/rules.hpp"

#include <string_view>
#include <unordered_map>
#include <vector>

#include "checks/onnx/index_rules.hpp"
#include "checks/onnx/layer_rules.hpp"
#include "checks/onnx/math_rules.hpp"
#include "checks/onnx/pooling_rules.hpp"
#include "checks/onnx/shape_rules.hpp"

namespace aimet::onnx {
namespace {

using RulesByOp = std::unordered_map<std::string_view, std::vector<RuleRow>>;

RulesByOp all_rules() {
  RulesByOp rules;
  for (const RuleTable& table : {pooling_rules(), shape_rules(), index_rules(), math_rules(), layer_rules()}) {
    for (const RuleRow* row = table.first; row != table.last; ++row) rules[row->op].push_back(*row);
  }
  return rules;
}

}  // namespace

std::optional<Problem> broken_rule(const View& view, const Node& op, const std::string& name) {
  static const RulesByOp rules = all_rules();
  const auto of_op = rules.find(name);
  if (of_op == rules.end()) return std::nullopt;
  const int release = view.exporter().release;
  for (const RuleRow& row : of_op->second) {
    if (view.opset() < row.from_opset || view.opset() > row.to_opset) continue;
    if (release < row.from_release || release > row.to_release) continue;
    if (auto problem = row.rule(view, op)) return problem;
  }
  return std::nullopt;
}

}  // namespace aimet::onnx
