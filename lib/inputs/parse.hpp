// SPDX-License-Identifier: Apache-2.0
#pragma once
// From what the user wrote to a SampleSpec. Both functions throw RunError(ErrorKind::usage) that names the flag or
// the JSON pointer, what was found there and what was expected.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "lib/inputs/sample_spec.hpp"

namespace aimet {

// Bounds on what a spec may ask for, so that a slip (or a hostile file) ends in a message.
inline constexpr std::size_t kMaxSpecBytes = std::size_t{4} << 20;
inline constexpr std::size_t kMaxSpecInputs = 100'000;               // inputs and elements of inputs, in all samples
inline constexpr std::size_t kMaxDimensions = 64;                    // LibTorch's own limit
inline constexpr std::int64_t kMaxElements = std::int64_t{1} << 40;  // of one tensor, zero dimensions counted as one

// The values of --input-shape, in order: `[NAME=]D0,D1,...[:dtype]`, where the dimensions may be the word `scalar`.
SampleSpec parse_input_shapes(const std::vector<std::string>& flags);

// The text of an --input-spec file; the grammar is input-spec.schema.json. `where` names the file in messages.
SampleSpec parse_input_spec(std::string_view json, const std::string& where);

}  // namespace aimet
