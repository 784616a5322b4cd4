// SPDX-License-Identifier: Apache-2.0
#pragma once
// The two containers of torch.export.save: a flat zip (PyTorch 2.1 to 2.7) and the PT2 archive (2.8 and later).
// Weights, constants and sample inputs, some of them pickles, are never opened.

#include <optional>
#include <string>
#include <vector>

#include "lib/file/byte_source.hpp"
#include "lib/file/zip_directory.hpp"

namespace aimet {

struct ExportedArchive {
  ZipDirectory directory;
  std::string root;                   // "" or with its '/': the folder inside of the zip
  bool flat = false;                  // the container of PyTorch up to 2.7
  std::vector<std::string> programs;  // their names, sorted; one "model" in what torch.export.save writes
};

// Returns nullopt if it is something else, a damaged zip included. Throws RunError(kNotTorchScript) for an archive of
// torch.export that holds no graph.
std::optional<ExportedArchive> find_exported(const ByteSource& bytes);

// The texts that belong to one program. `weights` is "" where the container has none.
std::string program_text(const ByteSource& bytes, const ExportedArchive& archive, const std::string& name);
std::string weights_text(const ByteSource& bytes, const ExportedArchive& archive, const std::string& name);

}  // namespace aimet
