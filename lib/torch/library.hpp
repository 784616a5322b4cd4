// SPDX-License-Identifier: Apache-2.0
#pragma once
// The library that is linked with LibTorch. The program opens it only when it has a TorchScript file to read, because
// starting LibTorch takes most of the time that a small model needs.

#include <string>
#include <vector>

#include "lib/torch/analyze.hpp"

namespace aimet {

// The library's interface to the program: one per process, found by the symbol `aimet_torch_library`.
struct TorchLibrary {
  AnalyzeFn analyze;
  // One row per operator overload: its kind, then the names of its arguments.
  std::vector<std::vector<std::string>> (*operators)();
  std::string (*version)();  // LibTorch's: "1.13.1"
  // Must be called before the first fork. Reads what LibTorch needs from /proc and /sys, and fills its tables. Starts
  // no thread.
  void (*warm_up)();
  void (*load_op_library)(const std::string& path);  // throws RunError
};

// Opens the library beside the program (or below the installed lib folder), and the op libraries that the user named.
// Must be called once, before any thread exists. Throws RunError: ErrorKind::usage for an unknown shortcut or an op
// library, else ErrorKind::internal.
void open_torch_library(const std::vector<std::string>& op_libraries);

bool torch_library_is_open();

// The library that open_torch_library() opened. Undefined before that.
const TorchLibrary& torch_library();

}  // namespace aimet
