#include "checks/list.hpp"

#include "checks/missing_module.hpp"
#include "checks/reused_module.hpp"

namespace aimet {

const std::vector<Check>& all_checks() {
  static const std::vector<Check> checks = {
      {"missing-module", "a function does what a module should do", Severity::error, Needs::module_structure,
       missing_module},
      {"reused-module", "one module is called more than once", Severity::error, Needs::module_structure, reused_module},
  };
  return checks;
}

}  // namespace aimet
