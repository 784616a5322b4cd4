// SPDX-License-Identifier: Apache-2.0
#pragma once
// A check: a pure function from the facts about a model (lib/model/model.hpp) to findings (finding.hpp), its name, and
// what it needs of a model to judge it. To write a check of your own, see check_library.hpp.

#include <functional>
#include <string>
#include <vector>

#include "lib/check/finding.hpp"
#include "lib/model/model.hpp"

namespace aimet {

// The user's settings for all checks, from flags or the config.
struct CheckOptions {
  // --aimet-version: the AIMET version whose rules apply, such as "2.32.1"; "" means the newest known version.
  std::string aimet_version;
  // --opset: the ONNX opset that the model will be exported to.
  int opset = 17;
  // --torch-version: the PyTorch version that will export to ONNX, "1.13", "2.6" or "2.14"; "" means that of the linked
  // LibTorch (Model::libtorch).
  std::string torch_version;
  // --exclude-module: globs of module paths. The program removes the findings in these modules and below them, so a
  // check need not.
  std::vector<std::string> exclude_modules;
  // --allow-op: op types that may stay functionals, as AIMET names them: "Add", "relu".
  std::vector<std::string> allowed_ops;
};

// What a check needs to judge a model. If the model lacks it, the check is skipped, and its result says why.
enum class Needs {
  // Runs for every model.
  nothing,
  // The modules of the float model, and which of them are called. Skipped for a frozen file, for an exported program
  // without module names, and for a model that PyTorch has quantized.
  module_structure,
  // module_structure, and the Python classes of the modules. Skipped also for a program of torch.export.unflatten,
  // which loses the classes.
  module_classes,
  // module_classes, and an AIMET that looks up the class of each module. Skipped also for AIMET before 2.0.
  class_registry,
  // Model::export_graph, the graph that torch.onnx.export would convert. It is built only if a check that runs needs
  // it. Skipped for .pt2 files, and for a model that PyTorch has quantized.
  export_graph,
  // Dtypes and shapes, from a run or from the file. The check runs for every model, but without them its result counts
  // as skipped if it finds nothing.
  tensors,
};

struct Check {
  // Unique: words of lower-case letters and digits, joined by hyphens, at most 64 characters: "no-gelu". Names the
  // check in reports, in the config and in flags such as --check.
  std::string id;
  // What the check finds, for --list-checks: one line without a full stop, such as "a module is never called".
  std::string summary;
  // The default severity. If the config sets another one, the findings of at least the default severity get that one,
  // and the others keep theirs unless it is above the configured one.
  Severity severity;
  Needs needs;
  // Returns the findings, in the order of the model. It is called once per model, in the confined process that reads
  // the model, so it cannot use files or the network; its result should depend only on its arguments. If it throws, the
  // check has CheckStatus::error, and the other checks still run. Leave Finding::edit, fingerprint and place empty: the
  // program sets them.
  std::function<std::vector<Finding>(const Model&, const CheckOptions&)> run;
  // The page that states what the check requires, for SARIF's helpUri; "" if there is none.
  std::string help_uri = {};
  // Markdown for --explain. If it is "", the program uses the summary; for its own checks, checks/README.md.
  std::string explanation = {};
  // The path of the check library that contains the check, set by the program. "" for the program's own checks and for
  // rules of the config.
  std::string origin = {};
};

}  // namespace aimet
