// SPDX-License-Identifier: Apache-2.0
#pragma once
// Parses an op's stack_trace, a text in Python's own format: outermost frame first.

#include <string_view>
#include <vector>

#include "lib/model/model.hpp"

namespace aimet {

// Returns the frames innermost first, as a trace keeps them. Skips lines that are not part of a frame.
std::vector<SourceLocation> parse_stack_trace(std::string_view text);

}  // namespace aimet
