// SPDX-License-Identifier: Apache-2.0
#pragma once
// Errors of the run (a path, a format, a spec, a limit), as opposed to errors of the model, which are Findings. Caught
// once per file or once in main.

#include <stdexcept>
#include <string>

namespace aimet {

// Their names in the reports are in lib/report/names.hpp.
enum class ErrorKind {
  usage,             // command line, spec or config; nothing was validated
  not_found,         // no such file
  unreadable,        // permissions, a folder, an I/O error
  not_torchscript,   // another format; the message names it
  corrupt,           // truncated or damaged
  newer_pytorch,     // format, operator or arguments beyond this LibTorch
  unknown_operator,  // remedy: --op-library
  load_failed,       // code of the file raised while the file was loaded
  no_forward,        // the module has no method forward
  inputs,            // the sample inputs do not fit forward's schema
  run_failed,        // the model itself raised while running
  limit,             // time, memory, op bound
  crash,             // the worker died of a signal
  sandbox,           // --require-sandbox was given, but the kernel lacks support
  internal,          // a defect of this program
};

class RunError : public std::runtime_error {
 public:
  RunError(ErrorKind kind, const std::string& message) : std::runtime_error(message), kind_(kind) {}
  ErrorKind kind() const { return kind_; }

 private:
  ErrorKind kind_;
};

}  // namespace aimet
