// SPDX-License-Identifier: Apache-2.0
#pragma once
// Validates TorchScript files from a C++ program. This header needs no other; it is installed as
// <aimet_validate/aimet_validate.hpp>, and CMake finds the library:
//
//   find_package(aimet_validate REQUIRED)
//   target_link_libraries(your_program PRIVATE aimet_validate::aimet_validate)
//
// The files are read by the installed program, in a process of its own with all of its confinement: your process
// neither loads LibTorch nor runs a model's code, and may have threads. Every function may be called by several
// threads at a time. While the version is 0.x, programs have to be compiled again for each 0.x.

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

enum class Severity { note, warning, error };

// Each as the flag of that name, whose default it has where it is left empty.
struct Options {
  std::vector<std::string> input_shapes;  // "1,3,224,224", "name=1,8:int64", one per input
  std::string input_spec;                 // the path of a JSON file; not beside input_shapes
  bool static_run = false;                // never execute a model
  std::vector<std::string> checks;        // globs of ids; empty: all
  std::vector<std::string> ignore;
  std::vector<std::string> exclude_modules;
  std::vector<std::string> allow_ops;
  std::string aimet_version;
  std::string torch_version;
  std::optional<int> opset;
  std::optional<Severity> fail_on = Severity::error;  // nullopt: never
  std::string config;                                 // no config is read that is not named here
  std::vector<std::string> op_libraries;
  std::optional<int> jobs;
  std::optional<int> timeout_seconds;         // of one file
  std::optional<std::uint64_t> memory_limit;  // bytes, of one file
  bool require_sandbox = false;
  std::string program;  // the path of aimet-validate; empty: the one that was installed with this library
};

struct Source {
  std::string file;
  int line = 0;
  int column = 0;
  std::string text;
};

// What to paste; empty where there is nothing to say with certainty.
struct Suggestion {
  std::string define;   // for __init__
  std::string use;      // for forward
  std::string caution;  // why the model may compute something else afterwards; empty where it does not
};

struct Finding {
  std::string message;
  std::string help;
  Severity severity = Severity::error;
  std::string module;       // dotted path, "" is the root
  std::string module_type;  // its Python class
  std::string op;           // "relu_3"; "" when the finding is about a module
  std::string op_kind;      // "aten::relu"
  std::optional<std::int64_t> calls;
  std::vector<Source> sources;  // best first; empty if the file does not say
  std::optional<Suggestion> suggestion;
  std::vector<std::string> modules;  // of a finding about a class: all its modules; else empty
  std::string snippet;               // Python to paste beside the model: whole definitions; may be ""
  std::string fingerprint;           // the same after a re-export
};

enum class CheckStatus { passed, failed, skipped, error };

struct CheckResult {
  std::string id;
  CheckStatus status = CheckStatus::passed;
  std::string reason;  // why it was skipped, or what went wrong in it
  Severity severity = Severity::error;
  std::vector<Finding> findings;
};

enum class Status { passed, failed, error };

struct ModelReport {
  std::string path;
  Status status = Status::passed;
  std::string error_kind;     // "corrupt", "newer-pytorch", ...: when status is error because the file could not be
  std::string error_message;  // validated, why, in one sentence
  std::string form;           // "scripted", "traced", "frozen", "mixed", "unknown", "exported"
  bool executed = false;
  std::string static_reason;       // why it was not
  std::vector<std::string> hints;  // options that had nothing to apply to, and what may have been meant
  std::vector<CheckResult> checks;
};

struct Report {
  std::vector<ModelReport> models;  // in the order of the paths; folders stand for every model below them
  bool passed() const {
    for (const ModelReport& model : models)
      if (model.status != Status::passed) return false;
    return true;
  }
};

// Nothing was validated: an option or the config is wrong, or the program could not be run. what() is one sentence.
class AIMET_VALIDATE_API Error : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// Validates files and folders. What is wrong with one file is in its report; the others are validated all the same.
AIMET_VALIDATE_API Report validate(const std::vector<std::string>& paths, const Options& options = {});
AIMET_VALIDATE_API ModelReport validate_file(const std::string& path, const Options& options = {});

// The version of this library, "0.2.0".
AIMET_VALIDATE_API std::string version();

}  // namespace aimet_validate
