// SPDX-License-Identifier: Apache-2.0
#pragma once
// Checks from a C++ program whether AIMET can quantize the models in TorchScript files (.pt) and in programs of
// torch.export (.pt2), and if not, reports which lines of Python to change and how.
//
// This header includes only the standard library. It is installed as <aimet_validate/aimet_validate.hpp>, and CMake
// finds the library:
//
//   find_package(aimet_validate REQUIRED)
//   target_link_libraries(your_program PRIVATE aimet_validate::aimet_validate)
//
// An example:
//
//   aimet_validate::Options options;
//   options.input_shapes = {"1,3,224,224"};
//   const aimet_validate::ModelReport report = aimet_validate::validate_file("resnet18.pt", options);
//   for (const aimet_validate::CheckResult& check : report.checks)
//     for (const aimet_validate::Finding& finding : check.findings)
//       std::cout << check.id << ": " << finding.message << '\n';
//
// The library runs the installed program aimet-validate, which reads each file in a confined process of its own. Your
// process never loads LibTorch and never runs code of a model. It may have threads, and several of them may call these
// functions at the same time. It must not ignore SIGCHLD or wait for children that it did not start (waitpid(-1)):
// the exit status of aimet-validate would be lost.
//
// Before version 1.0, the interface may change with each 0.x: compile your program again for each of them.

#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#if defined(__GNUC__)
#define AIMET_VALIDATE_API __attribute__((visibility("default")))
#else
#define AIMET_VALIDATE_API
#endif

namespace aimet_validate {

enum class Severity {
  note,     // worth knowing; never fails a check
  warning,  // AIMET accepts the model, but the result may be unexpected
  error     // AIMET or the export to ONNX rejects the model
};

// Options of the program: each corresponds to the flag named in its comment (see aimet-validate --help). An option that
// is empty or nullopt has its value from the config, if that contains one, else the default of the flag. In globs, '*'
// also matches dots and slashes.
struct Options {
  // --input-shape, one per input of forward, in order or by name: "1,3,224,224", "image=1,3,320,320", "1,8:int64";
  // "scalar" is a scalar tensor. If there are no inputs, neither here nor in the file, a model is not executed.
  std::vector<std::string> input_shapes;
  // --input-spec: the path of a JSON file that describes the inputs. Cannot be combined with input_shapes.
  std::string input_spec;
  // --static: never execute a model, even if there are inputs.
  bool static_run = false;
  // --check: run only the checks whose id matches one of these globs; empty: all checks.
  std::vector<std::string> checks;
  // --ignore: do not run the checks whose id matches one of these globs.
  std::vector<std::string> ignore;
  // --exclude-module: report nothing about modules whose path matches one of these globs, nor about modules below them
  // (AIMET's layers_to_exclude).
  std::vector<std::string> exclude_modules;
  // --allow-op: op types that may stay functionals, such as "Add" (AIMET's math_invariant_types.add).
  std::vector<std::string> allow_ops;
  // --aimet-version: the AIMET version whose rules apply, as pip shows it: "2.32.1"; 1.13 or later. Default: the newest
  // known version.
  std::string aimet_version;
  // --torch-version: the PyTorch version whose ONNX exporter will be used: "1.13", "2.6" or "2.14". Default: that of
  // the LibTorch that the program is linked with.
  std::string torch_version;
  // --opset: the ONNX opset that the model will be exported to, 7 to 20. Default: 17.
  std::optional<int> opset;
  // --fail-on: the lowest severity that makes a model fail (Status::failed), error or warning. nullopt: findings never
  // make a model fail. Overrides the config.
  std::optional<Severity> fail_on = Severity::error;
  // --config: the path of a JSON file with settings. Empty: no config is read, not even the .aimet-validate.json of the
  // working folder.
  std::string config;
  // --op-library: the paths of shared libraries that register custom ops, such as torchvision::nms.
  std::vector<std::string> op_libraries;
  // --jobs: how many files are validated in parallel. Default: one for each processor, limited by the memory.
  std::optional<int> jobs;
  // --timeout: the seconds that one file may take. Default: 120.
  std::optional<int> timeout_seconds;
  // --memory-limit: the bytes of memory that one file may take. Default: three quarters of the machine's memory,
  // divided by the number of jobs.
  std::optional<std::uint64_t> memory_limit;
  // --require-sandbox: refuse to open files if the kernel cannot confine the process that reads them.
  bool require_sandbox = false;
  // The path of the program aimet-validate. Empty: the program that was installed with this library.
  std::string program;
};

// A line of Python. `line` and `column` count from 1; 0 means unknown.
struct Source {
  std::string file;  // as the model file names it: a path on the machine that saved the model
  int line = 0;
  int column = 0;
  std::string text;  // the line or the expression, if the model file contains it; else ""
};

// Python to paste into the user's class. Each text is "" if it is not certain what to write.
struct Suggestion {
  std::string define;   // for __init__: "self.relu_2 = torch.nn.ReLU()"
  std::string use;      // for forward: "self.relu_2(x)"
  std::string caution;  // why the model may compute something else afterwards; "" if it does not
};

// One thing that the user should change.
struct Finding {
  std::string message;  // what is wrong: one sentence
  std::string help;     // what to do: one sentence
  Severity severity = Severity::error;
  std::string module;                 // dotted path, "" is the root; for an op, the module whose forward contains it
  std::string module_type;            // the module's Python class: "torch.nn.modules.activation.ReLU"
  std::string op;                     // AIMET's name of the op, "relu_3"; "" if the finding is not about a single op
  std::string op_kind;                // "aten::relu"; "" if the finding is not about an op
  std::optional<std::int64_t> calls;  // how many calls or runs the finding is about; nullopt if it is not about calls
  std::vector<Source> sources;        // the user's own lines, best first; empty if the file does not contain them
  std::optional<Suggestion> suggestion;
  std::vector<std::string> modules;  // for a finding about a class, the paths of all its modules; else empty
  std::string snippet;               // whole Python definitions to paste beside the model; may be ""
  std::string fingerprint;           // identifies the finding; unchanged by a re-export that only moves lines
};

enum class CheckStatus {
  passed,   // there are no findings, or only notes
  failed,   // a finding is a warning or an error; whether that makes the model fail depends on Options::fail_on
  skipped,  // the check cannot judge this model, see CheckResult::reason
  error     // the check itself failed, which is a defect of the program
};

struct CheckResult {
  std::string id;  // "reused-module"; `aimet-validate --explain ID` explains it
  CheckStatus status = CheckStatus::passed;
  std::string reason;                   // why the check was skipped, or how it failed; "" for passed and failed
  Severity severity = Severity::error;  // of the check; a finding may have another one
  std::vector<Finding> findings;
};

enum class Status {
  passed,  // no finding reaches Options::fail_on
  failed,  // a finding reaches it
  error    // the file could not be validated, or a check has CheckStatus::error
};

struct ModelReport {
  // As given, or as found below a given folder; "FILE:NAME" for one of several programs of a .pt2. Bytes that are not
  // UTF-8 are replaced by \xNN.
  std::string path;
  Status status = Status::passed;
  std::string error_kind;           // "not-found", "corrupt", "newer-pytorch", ...; "" if the file was validated
  std::string error_message;        // why the file could not be validated; "" if it was
  std::string form;                 // "scripted", "traced", "frozen", "mixed", "unknown", "exported" (.pt2)
  bool executed = false;            // whether the model was run with sample inputs; a .pt2 is never run
  std::string static_reason;        // why the model was not run; "" if it was
  std::vector<std::string> hints;   // options that matched nothing in this model, and what may have been meant
  std::vector<CheckResult> checks;  // sorted by id; empty if the file could not be validated
};

struct Report {
  std::vector<ModelReport> models;  // in the order of the paths; a folder is replaced by the models below it
  // Whether every model passed.
  bool passed() const {
    for (const ModelReport& model : models)
      if (model.status != Status::passed) return false;
    return true;
  }
};

// There is no report: a path, an option or the config is wrong, or the program could not be run. what() says why.
class AIMET_VALIDATE_API Error : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// Validates files and folders, and waits until all are done. A folder means every *.pt, *.pt2, *.pth and *.ptl below
// it; "FILE.pt2:NAME" means one program of a .pt2. Relative paths start at the working folder. A file that cannot be
// validated has a report with Status::error, and the other files are still validated. Throws Error, also if `paths` is
// empty or contains an empty path.
AIMET_VALIDATE_API Report validate(const std::vector<std::string>& paths, const Options& options = {});

// Validates one file. Throws Error like validate(), and if `path` names more than one model: a folder with several
// models, or a .pt2 with several programs.
AIMET_VALIDATE_API ModelReport validate_file(const std::string& path, const Options& options = {});

// The version of this library: "0.2.0".
AIMET_VALIDATE_API std::string version();

}  // namespace aimet_validate
