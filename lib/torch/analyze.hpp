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

}  // namespace aimet
