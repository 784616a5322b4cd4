#include "checks/onnx/rules.hpp"

namespace aimet::onnx {

std::optional<Problem> broken_rule(const View& view, const ExportOp& op, const std::string& name) {
  const int release = view.exporter().release;
  for (const RuleTable& table : {pooling_rules(), shape_rules(), index_rules(), math_rules(), layer_rules()}) {
    for (const RuleRow* row = table.first; row != table.last; ++row) {
      if (name != row->op || view.opset() < row->from_opset || view.opset() > row->to_opset) continue;
      if (release < row->from_release || release > row->to_release) continue;
      if (auto problem = row->rule(view, op)) return problem;
    }
  }
  return std::nullopt;
}

}  // namespace aimet::onnx
