// SPDX-License-Identifier: Apache-2.0
#pragma once
// Identifies the kind of a file from its bytes alone.

#include <cstdint>
#include <string>

#include "lib/file/byte_source.hpp"
#include "lib/file/zip_directory.hpp"

namespace aimet {

struct TorchScriptFile {
  std::string top;           // the folder inside the zip that contains all records: "resnet18"
  std::int64_t version = 0;  // file format number from the record TOP/version or TOP/.data/version; 0 if there is none
  bool mobile = false;       // also saved for the lite interpreter: TOP/bytecode.pkl exists
  ZipDirectory directory;
};

// Throws RunError. The message of ErrorKind::not_torchscript says what the file is instead and what to do, that of
// corrupt what is damaged, that of limit what is too large. `path` is only used in messages.
TorchScriptFile identify(const ByteSource& bytes, const std::string& path);

}  // namespace aimet
