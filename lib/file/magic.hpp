// SPDX-License-Identifier: Apache-2.0
#pragma once
// Recognises formats other than zip by their first bytes.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace aimet {

struct ForeignFormat {
  const char* is;     // for example "an ONNX model"
  const char* to_do;  // advice to the user: a sentence
};

// `head` contains the first bytes (512 are enough), `size` is the size of the whole file. Returns nullopt if the format
// is unknown.
std::optional<ForeignFormat> foreign_format(std::string_view head, std::uint64_t size);

}  // namespace aimet
