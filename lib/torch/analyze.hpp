// SPDX-License-Identifier: Apache-2.0
#pragma once
// From a file to the facts about its model. Includes nothing of LibTorch: the implementation is in a library that the
// program opens for the first file (lib/torch/library.hpp).

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

}  // namespace aimet
