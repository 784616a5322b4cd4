// SPDX-License-Identifier: Apache-2.0
#pragma once
// Assigns inputs to the parameters of forward before anything runs.

#include <cstdint>
#include <string>
#include <vector>

#include "lib/inputs/sample_spec.hpp"
#include "lib/model/model.hpp"

namespace aimet {

// For each parameter (without self): the index into Sample::inputs, or kNone for the parameter's default.
struct InputMatch {
  std::vector<std::int32_t> input_of;
};

// Matches inputs as Python does: first the positional inputs in order, then the named ones; defaults fill the rest.
// Argument::type is an index into `types`. Throws RunError(ErrorKind::inputs) whose message contains what was given,
// what was expected, and the schema.
InputMatch match_inputs(const Sample& sample, const std::vector<Argument>& arguments,
                        const IdVector<TypeId, Type>& types);

// "forward(image: Tensor, scale: float = <default>)"
std::string format_schema(const std::vector<Argument>& arguments, const IdVector<TypeId, Type>& types);

// "a float32 tensor of shape [1, 3]", "a tuple of 2 elements", "the number 3", "None", "the file \"batch.pt\""
std::string describe_input(const InputSpec& input);

}  // namespace aimet
