// SPDX-License-Identifier: Apache-2.0
#pragma once
// Declares the operators that a file calls and this LibTorch does not have, so that the file can be read. They never
// run.

#include <string>
#include <vector>

#include "lib/file/identify.hpp"

namespace aimet {

// Declares the operators of other libraries that the file's code calls and LibTorch does not know: with torchvision's
// schema, else with a schema derived from the calls. Returns their names, "torchvision::nms", sorted. Must be called in
// the worker, because a declared operator stays.
std::vector<std::string> declare_unknown_operators(const ByteSource& bytes, const TorchScriptFile& file);

}  // namespace aimet
