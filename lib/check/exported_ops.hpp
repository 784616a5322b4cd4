// SPDX-License-Identifier: Apache-2.0
#pragma once
// Ops of an exported program, by the names that torch.jit.trace gives to the same calls.

#include <optional>
#include <string>

#include "lib/model/model.hpp"

namespace aimet {

// "aten::conv2d" -> "aten::_convolution", "aten::relu" -> "aten::relu". Returns nullopt for what export itself
// inserts, and for arithmetic on sizes.
std::optional<std::string> traced_kind(const std::string& exported_kind);

// The export's own name of the op, "add_1", where it begins with `type` as AIMET's names do; else the type with the
// export's number: "convolution_1" for conv2d_1.
std::string exported_name(const std::string& type, const std::string& own);

}  // namespace aimet
