// SPDX-License-Identifier: Apache-2.0
#pragma once
// The interface to LibTorch, itself without LibTorch headers. The implementation is in a library that the program opens
// before it reads the first file, because starting LibTorch takes most of the time of a small model.

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lib/inputs/sample_spec.hpp"
#include "lib/model/model.hpp"

namespace aimet {

enum class Phase { reading, loading, running, checking };

struct AnalyzeOptions {
  std::optional<SampleSpec> inputs;  // nullopt: the inputs stored in the file, else a static run
  bool static_run = false;           // never execute the model, even if there are inputs
  std::int64_t max_ops = 5'000'000;  // ops after inlining; more is an error of kind "limit"
  bool export_graph = false;         // also fill Model::export_graph
  int threads = 0;                   // threads that one op may use; 0: LibTorch's default
  std::function<void(Phase)> on_phase;
};

// Loads, inlines and runs one file, and returns its facts. `fd` is open for reading and is not closed; `path` is used
// in messages only. Throws RunError. Must run in its own process: loading a file runs code from it.
using AnalyzeFn = Model (*)(int fd, const std::string& path, const AnalyzeOptions& options);

// The library's interface to the program: one per process, found by the symbol `aimet_torch_library`.
struct TorchLibrary {
  AnalyzeFn analyze;
  // One row per operator overload: its kind, then the names of its arguments.
  std::vector<std::vector<std::string>> (*operators)();
  std::string (*version)();  // of LibTorch: "1.13.1"
  // Must be called before the first fork. Reads what LibTorch needs of /proc and /sys, and fills its tables. Starts no
  // thread.
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
