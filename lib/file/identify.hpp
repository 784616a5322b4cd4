// SPDX-License-Identifier: Apache-2.0
#pragma once
// What kind of file this is, from its bytes alone.

#include <cstdint>
#include <string>

#include "lib/file/byte_source.hpp"
#include "lib/file/zip_directory.hpp"

namespace aimet {

struct TorchScriptFile {
  std::string top;           // the folder inside the zip that holds everything: "resnet18"
  std::int64_t version = 0;  // the record TOP/version: the file format's number; 0 when there is none
  bool mobile = false;       // saved for the lite interpreter as well: TOP/bytecode.pkl
  ZipDirectory directory;
};

// Throws RunError: kNotTorchScript names what the file is instead and what to do, kCorrupt what is damaged,
// kLimit what is unreasonably large. `path` is for the messages alone.
TorchScriptFile identify(const ByteSource& bytes, const std::string& path);

}  // namespace aimet
