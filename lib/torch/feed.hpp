// SPDX-License-Identifier: Apache-2.0
#pragma once
// Makes values that forward accepts from the inputs that the user described.

#include <ATen/core/function_schema.h>
#include <ATen/core/ivalue.h>

#include <cstdint>
#include <string>
#include <vector>

#include "lib/inputs/match.hpp"
#include "lib/inputs/sample_spec.hpp"

namespace aimet {

// Returns one value per parameter of forward, without self (`schema` may or may not begin with self). Seeds LibTorch's
// generator with `seed` first, so equal seeds give equal values: those of torch.manual_seed(seed); torch.rand(...). For
// samples that differ, give each its own seed, such as the spec's plus the sample's index. Throws
// RunError(ErrorKind::inputs).
std::vector<c10::IValue> make_inputs(const Sample& sample, const InputMatch& match, const c10::FunctionSchema& schema,
                                     std::uint64_t seed);

}  // namespace aimet
