// SPDX-License-Identifier: Apache-2.0
#pragma once
// A check is a row: a pure function from the facts to findings, and what it needs to be able to judge at all.
// The list of all checks is checks/list.hpp; run_checks.hpp runs a selection of them.

#include <functional>
#include <string>
#include <vector>

#include "lib/check/finding.hpp"
#include "lib/model/model.hpp"

namespace aimet {

// What the user set for all checks. Every field has the documented default.
struct CheckOptions {
  std::string aimet_version;                 // "" is the newest known
  int opset = 17;                            // ONNX opset
  std::string torch_version;                 // whose exporter: "1.13", "2.6", "2.14"; "" is the linked LibTorch
  std::vector<std::string> exclude_modules;  // globs over dotted paths: that module and all below
  std::vector<std::string> allowed_ops;      // op types as AIMET names them: "Add", "relu"
};

// What the facts must hold for the check to form a verdict; otherwise it is skipped with a reason.
enum class Needs {
  nothing,
  module_structure,  // of the float model: neither a frozen file nor a quantized model has it
  module_classes,    // the same with their classes, which torch.export.unflatten loses
  class_registry,    // module_classes, and an AIMET that looks classes up: 2.0 or later
  export_graph,      // Model::export_graph, which is made for checks that say so, and not for a quantized model
  tensors,           // dtypes and shapes, from a run or the file; without them a clean result is no verdict
};

struct Check {
  std::string id;  // kebab-case; the flag, the heading in checks/README.md and the test's name
  std::string summary;
  Severity severity;
  Needs needs;
  std::function<std::vector<Finding>(const Model&, const CheckOptions&)> run;
  std::string origin = {};       // the check library that it comes from; "": of this program, or a rule of the config
  std::string explanation = {};  // Markdown, for --explain; of this program's own it is in checks/README.md
};

}  // namespace aimet
