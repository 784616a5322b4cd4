// SPDX-License-Identifier: Apache-2.0
#pragma once
// The text stack_trace of an op: Python's own form, outermost frame first.

#include <string_view>
#include <vector>

#include "lib/model/model.hpp"

namespace aimet {

// Innermost first, as a trace keeps them. What is no frame is passed over.
std::vector<SourceLocation> parse_stack_trace(std::string_view text);

}  // namespace aimet
