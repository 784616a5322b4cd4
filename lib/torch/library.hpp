// SPDX-License-Identifier: Apache-2.0
#pragma once
// The library that is linked with LibTorch. The program opens it when it is to read the first file of TorchScript,
// because starting LibTorch takes most of the time of a small model.

#include <string>
#include <vector>

#include "lib/torch/analyze.hpp"

namespace aimet {

// What the library provides; one per process, found by the symbol `aimet_torch_library`.
struct TorchLibrary {
  AnalyzeFn analyze;
  // Each the kind and then the names of its arguments; one row per overload.
  std::vector<std::vector<std::string>> (*operators)();
  std::string (*version)();  // LibTorch's: "1.13.1"
  // Call before the first fork. Reads what LibTorch needs of /proc and /sys, and fills its tables; starts no thread.
  void (*warm_up)();
  void (*load_op_library)(const std::string& path);  // throws RunError
};

// Opens the library beside the program (or below the installed lib folder), and the op libraries that the user named.
// Call once, before any thread exists. Throws RunError: internal, or usage for an op library.
void open_torch_library(const std::vector<std::string>& op_libraries);

bool torch_library_is_open();

// The opened library. Undefined if none is open.
const TorchLibrary& torch_library();

}  // namespace aimet
