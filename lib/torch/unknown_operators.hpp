// SPDX-License-Identifier: Apache-2.0
#pragma once
// Operators that a file calls and this LibTorch does not have: declared, so that the file can be read, and never run.

#include <string>
#include <vector>

#include "lib/file/identify.hpp"

namespace aimet {

// Declares the operators of other libraries that the file's code calls and LibTorch does not know: by torchvision's
// schema, else by how the code calls them. Returns their names, "torchvision::nms", sorted. To be called in the worker:
// a declared operator stays.
std::vector<std::string> declare_unknown_operators(const ByteSource& bytes, const TorchScriptFile& file);

}  // namespace aimet
