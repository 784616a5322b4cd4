// SPDX-License-Identifier: Apache-2.0
#pragma once
// Programs of torch.export (.pt2), read without LibTorch: the graph, the calls of modules and the user's lines are
// JSON.

#include <cstdint>
#include <string>

#include "lib/exported/archive.hpp"
#include "lib/model/model.hpp"

namespace aimet {

struct ExportedOptions {
  std::int64_t max_ops = 5'000'000;
};

// The facts of one program of the archive. Nothing is run, and nothing of the file but JSON is read. Throws RunError:
// kNotTorchScript for a program of PyTorch before 2.6, kNewerPyTorch, kCorrupt, kLimit.
Model read_exported(const ByteSource& bytes, const ExportedArchive& archive, const std::string& program,
                    const ExportedOptions& options = {});

// The same from its texts. `weights` may be "".
Model read_program(std::string program, std::string weights, const ExportedOptions& options = {});

}  // namespace aimet
