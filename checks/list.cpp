#include "checks/list.hpp"

#include "checks/missing_module.hpp"
#include "checks/onnx_unsupported.hpp"
#include "checks/reused_module.hpp"

namespace aimet {

const std::vector<Check>& all_checks() {
  static const std::vector<Check> checks = {
      {"missing-module", "a function does what a module should do", Severity::error, Needs::module_structure,
       missing_module},
      {"onnx-unsupported", "torch.onnx.export would refuse the model", Severity::error, Needs::export_graph,
       onnx_unsupported},
      {"reused-module", "one module is called more than once", Severity::error, Needs::module_structure, reused_module},
  };
  return checks;
}

}  // namespace aimet
