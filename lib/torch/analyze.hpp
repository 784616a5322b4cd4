// SPDX-License-Identifier: Apache-2.0
#pragma once
// The door to LibTorch. Torch-free itself: the implementation is in a library that the program opens when
// the first file is to be read, because starting LibTorch takes most of the time of a small model.

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
  std::optional<SampleSpec> inputs;  // none: those stored in the file, else a static run
  bool static_run = false;           // never execute the model, whatever inputs there are
  std::int64_t max_ops = 5'000'000;  // inlined ops; more is an error of kind "limit"
  bool export_graph = false;         // also what the ONNX exporter would see
  int threads = 0;                   // that one op may compute with; 0: as many as LibTorch would take
  std::function<void(Phase)> on_phase;
};

// Loads, feeds, inlines, runs and writes down one file. `fd` is open for reading and stays the caller's; `path` is
// for messages alone. Throws RunError. Must run in a process of its own: loading a file runs code from it.
using AnalyzeFn = Model (*)(int fd, const std::string& path, const AnalyzeOptions& options);

// What the library gives to the program; one per process, found by the symbol `aimet_torch_library`.
struct TorchLibrary {
  AnalyzeFn analyze;
  // Each the kind and then the names of its arguments; one row per overload.
  std::vector<std::vector<std::string>> (*operators)();
  std::string (*version)();  // LibTorch's: "1.13.1"
  void (*warm_up)();  // before the first fork: what LibTorch wants of /proc and /sys, and its tables; starts no thread
  void (*load_op_library)(const std::string& path);  // throws RunError
};

// Opens the library beside the program (or below the installed lib folder), and the op libraries that the user named.
// To be called once, before any thread exists. Throws RunError: kInternal, or kUsage for an op library.
void open_torch_library(const std::vector<std::string>& op_libraries);

bool torch_library_is_open();

// The one that was opened.
const TorchLibrary& torch_library();

}  // namespace aimet
