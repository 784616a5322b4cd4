// SPDX-License-Identifier: Apache-2.0
#pragma once
// Reads programs of torch.export (.pt2) without LibTorch: the graph, the module calls and the user's lines are JSON.

#include <cstdint>
#include <string>

#include "lib/exported/archive.hpp"
#include "lib/model/model.hpp"

namespace aimet {

struct ExportedOptions {
  std::int64_t max_ops = 5'000'000;
};

// Returns the facts of one program of the archive. Runs nothing, and reads nothing but JSON from the file. Throws
// RunError: ErrorKind::not_torchscript for a program of PyTorch before 2.6, newer_pytorch, corrupt, limit.
Model read_exported(const ByteSource& bytes, const ExportedArchive& archive, const std::string& program,
                    const ExportedOptions& options = {});

// The same, from the program's JSON texts. `weights` may be "".
Model read_program(std::string program, std::string weights, const ExportedOptions& options = {});

}  // namespace aimet
