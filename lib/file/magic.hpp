// SPDX-License-Identifier: Apache-2.0
#pragma once
// Formats that are not a zip, recognised by their first bytes.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace aimet {

struct ForeignFormat {
  const char* is;     // "an ONNX model"
  const char* to_do;  // a sentence
};

// `head` holds the first bytes (512 are enough), `size` is that of the whole file.
std::optional<ForeignFormat> foreign_format(std::string_view head, std::uint64_t size);

}  // namespace aimet
