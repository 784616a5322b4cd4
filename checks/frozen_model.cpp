#include "checks/frozen_model.hpp"

namespace aimet {

std::vector<Finding> frozen_model(const Model& model, const CheckOptions& /*options*/) {
  if (model.form != SourceForm::frozen) return {};
  Finding finding;
  finding.module_type = model.modules.front().type;
  if (model.inlined_when_saved) {
    finding.message =
        "the file was saved by PyTorch 1.0 or 1.1, which dissolved the calls of modules into one graph: which module "
        "did "
        "what is no longer told, and AIMET works on modules";
    finding.help =
        "load the weights into the Python model with a newer PyTorch, and save that: "
        "torch.jit.trace(model.eval(), inputs).save(path)";
    return {finding};
  }
  finding.message =
      "the file is frozen: its modules were dissolved into one graph and its parameters into constants; AIMET works on "
      "modules, and none is left";
  finding.help =
      "save the model before it is frozen: torch.jit.trace(model.eval(), inputs).save(path) or "
      "torch.jit.script(model.eval()).save(path), without torch.jit.freeze, torch.jit.optimize_for_inference or "
      "optimize_for_mobile";
  return {finding};
}

}  // namespace aimet
