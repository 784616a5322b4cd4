// SPDX-License-Identifier: Apache-2.0
#include "checks/frozen_model.hpp"

namespace aimet {

namespace {

// The finding for a .pt2 file that lost its modules or classes; empty for other .pt2 files.
std::vector<Finding> exported(const Model& model) {
  if (!model.modules_lost && !model.classes_lost) return {};
  Finding finding;
  finding.module_type = model.modules.front().type;
  if (model.modules_lost) {
    finding.message =
        "the program contains no module names: its ops have no nn_module_stack; AIMET works on modules, and none is "
        "known";
    finding.help =
        "save what torch.export.export(model.eval(), inputs) returns, before passes that leave out node.meta";
  } else {
    finding.message =
        "the program was exported from the result of torch.export.unflatten: all its modules have the class "
        "InterpreterModule, and AIMET needs their classes";
    finding.help = "export the Python model itself: torch.export.export(model.eval(), inputs)";
  }
  return {finding};
}

}  // namespace

std::vector<Finding> frozen_model(const Model& model, const CheckOptions& /*options*/) {
  if (model.form == SourceForm::exported) return exported(model);
  if (model.form != SourceForm::frozen) return {};
  Finding finding;
  finding.module_type = model.modules.front().type;
  if (model.inlined_when_saved) {
    finding.message =
        "the file was saved by PyTorch 1.0 or 1.1, which merged the calls of modules into one graph: the file no "
        "longer says which module did what, and AIMET works on modules";
    finding.help =
        "load the weights into the Python model with a newer PyTorch, and save that: "
        "torch.jit.trace(model.eval(), inputs).save(path)";
    return {finding};
  }
  finding.message =
      "the file is frozen: its modules were merged into one graph and its parameters turned into constants; AIMET "
      "works on modules, and none is left";
  finding.help =
      "save the model before it is frozen: torch.jit.trace(model.eval(), inputs).save(path) or "
      "torch.jit.script(model.eval()).save(path), without torch.jit.freeze, torch.jit.optimize_for_inference or "
      "optimize_for_mobile";
  return {finding};
}

}  // namespace aimet
