// SPDX-License-Identifier: Apache-2.0
#pragma once
// Values of LibTorch as text, for messages.

#include <ATen/core/function_schema.h>
#include <ATen/core/ivalue.h>

#include <string>
#include <vector>

#include "lib/inputs/match.hpp"
#include "lib/inputs/sample_spec.hpp"

namespace aimet {

// One line of bounded length: "(float32 [2, 3], 'a', None)".
std::string value_text(const c10::IValue& value);

// "inputs fed: x: float32 [1, 3, 224, 224] rand, scale: 0.5 (default)", one line of bounded length. Without a sample
// (the inputs stored in a trace) the text contains only types, shapes and values.
std::string describe_fed(const std::vector<c10::IValue>& inputs, const c10::FunctionSchema& schema,
                         const Sample* sample = nullptr, const InputMatch* match = nullptr);

}  // namespace aimet
