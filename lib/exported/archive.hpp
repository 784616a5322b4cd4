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
  std::string root;                   // the folder inside the zip, with its '/'; may be ""
  bool flat = false;                  // the container of PyTorch up to 2.7
  std::vector<std::string> programs;  // sorted names; torch.export.save writes one, "model"
};

// Returns nullopt if the file is something else or has no zip directory. Throws RunError: ErrorKind::not_torchscript if
// it is an archive of torch.export without a graph, corrupt or limit if its zip directory is damaged or too large.
std::optional<ExportedArchive> find_exported(const ByteSource& bytes);

// The JSON texts of one program. weights_text returns "" if the container has none.
std::string program_text(const ByteSource& bytes, const ExportedArchive& archive, const std::string& name);
std::string weights_text(const ByteSource& bytes, const ExportedArchive& archive, const std::string& name);

}  // namespace aimet
