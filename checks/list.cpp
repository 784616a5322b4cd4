// SPDX-License-Identifier: Apache-2.0
#include "checks/list.hpp"

#include "checks/connected_graph.hpp"
#include "checks/data_dependent_control_flow.hpp"
#include "checks/frozen_model.hpp"
#include "checks/missing_module.hpp"
#include "checks/non_tensor_io.hpp"
#include "checks/onnx_unsupported.hpp"
#include "checks/quantized_model.hpp"
#include "checks/reused_module.hpp"
#include "checks/shared_parameter.hpp"
#include "checks/training_mode.hpp"
#include "checks/unregistered_module.hpp"
#include "checks/unused_module.hpp"

namespace aimet {
namespace {

// AIMET's guidelines for models contain what these checks require.
constexpr const char* kGuidelines = "https://github.com/qualcomm/aimet";

}  // namespace

const std::vector<Check>& all_checks() {
  static const std::vector<Check> checks = {
      {"connected-graph", "AIMET cannot build its graph of the model", Severity::error, Needs::module_classes,
       connected_graph, kGuidelines},
      {"data-dependent-control-flow", "the values of a tensor decide what runs", Severity::warning,
       Needs::module_structure, data_dependent_control_flow},
      {"frozen-model", "the module structure is gone", Severity::error, Needs::nothing, frozen_model},
      {"missing-module", "a function does what a module should do", Severity::error, Needs::module_classes,
       missing_module, kGuidelines},
      {"non-tensor-io", "an input or output is neither a tensor nor a tuple of tensors", Severity::warning,
       Needs::nothing, non_tensor_io, kGuidelines},
      {"onnx-unsupported", "torch.onnx.export would refuse the model", Severity::error, Needs::export_graph,
       onnx_unsupported, kGuidelines},
      {"quantized-model", "PyTorch has quantized the model already", Severity::error, Needs::nothing, quantized_model},
      {"reused-module", "one module is called more than once", Severity::error, Needs::module_structure, reused_module,
       kGuidelines},
      {"shared-parameter", "one tensor is a parameter of several modules", Severity::warning, Needs::module_structure,
       shared_parameter},
      {"training-mode", "the file was saved in training mode, and that matters", Severity::warning,
       Needs::module_structure, training_mode},
      {"unregistered-module", "AIMET has no quantized definition for the class of a module", Severity::error,
       Needs::class_registry, unregistered_module, kGuidelines},
      {"unused-module", "a module is never called", Severity::warning, Needs::module_structure, unused_module},
  };
  return checks;
}

}  // namespace aimet
