#pragma once
// What is wrong with the run (a path, a format, a spec, a limit), as opposed to what is wrong with the model,
// which is a Finding. Thrown deep, caught once per file or once in main.

#include <stdexcept>
#include <string>
#include <utility>

namespace aimet {

// The text is the `error.kind` of the JSON report, so the names are part of the contract.
namespace error_kind {
inline constexpr const char* kUsage = "usage";            // command line, spec or config; nothing was validated
inline constexpr const char* kNotFound = "not-found";     // no such file
inline constexpr const char* kUnreadable = "unreadable";  // permissions, a folder, an I/O error
inline constexpr const char* kNotTorchScript = "not-torchscript";  // another format; the message names it
inline constexpr const char* kCorrupt = "corrupt";                 // truncated or damaged
inline constexpr const char* kNewerPyTorch = "newer-pytorch";      // format, operator or arguments beyond this LibTorch
inline constexpr const char* kUnknownOperator = "unknown-operator";  // remedy: --op-library
inline constexpr const char* kLoadFailed = "load-failed";  // code of the file that runs while it is loaded raised
inline constexpr const char* kNoForward = "no-forward";    // the module has no method forward
inline constexpr const char* kInputs = "inputs";           // the sample inputs do not fit forward's schema
inline constexpr const char* kRunFailed = "run-failed";    // the model itself raised while running
inline constexpr const char* kLimit = "limit";             // time, memory, op bound
inline constexpr const char* kCrash = "crash";             // the worker died of a signal
inline constexpr const char* kSandbox = "sandbox";         // --require-sandbox and the kernel cannot
inline constexpr const char* kInternal = "internal";       // a defect of ours
}  // namespace error_kind

class RunError : public std::runtime_error {
 public:
  RunError(const char* kind, const std::string& message) : std::runtime_error(message), kind_(kind) {}
  const std::string& kind() const { return kind_; }

 private:
  std::string kind_;
};

}  // namespace aimet
