// SPDX-License-Identifier: Apache-2.0
#pragma once
// The names that torch.jit.trace would give to the ops of an exported program.

#include <optional>
#include <string>

#include "lib/model/model.hpp"

namespace aimet {

// "aten::conv2d" -> "aten::_convolution", "aten::relu" -> "aten::relu". Returns nullopt for ops that the export itself
// inserts, and for arithmetic on sizes.
std::optional<std::string> traced_kind(const std::string& exported_kind);

// The op's name in the exported program, "add_1", if it begins with `type`, as AIMET's names do; else the type with
// that name's number, or 0 if it has none: "convolution_1" for conv2d_1.
std::string exported_name(const std::string& type, const std::string& own);

}  // namespace aimet
