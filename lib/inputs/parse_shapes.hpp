// SPDX-License-Identifier: Apache-2.0
#pragma once
// Parses the values of --input-shape.

#include <string>
#include <vector>

#include "lib/inputs/sample_spec.hpp"

namespace aimet {

// `flags`, in order: `[NAME=]D0,D1,...[:dtype]`, or the word `scalar` instead of the dimensions. Throws
// RunError(ErrorKind::usage), whose message quotes the value and says what was found and what was expected.
SampleSpec parse_input_shapes(const std::vector<std::string>& flags);

}  // namespace aimet
