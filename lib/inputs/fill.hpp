// SPDX-License-Identifier: Apache-2.0
#pragma once
// Resolves a tensor's fill for its dtype, and bounds the memory of a sample's tensors.

#include <cstdint>
#include <string>

#include "lib/inputs/sample_spec.hpp"

namespace aimet {

// Resolves Kind::automatic: rand for floating and complex types, randint for the others.
Fill::Kind fill_kind(const TensorSpec& tensor);

// Describes how the tensor is filled: "rand", "randint [0, 2)", "all 0.5".
std::string describe_fill(const TensorSpec& tensor);

// Throws RunError(ErrorKind::inputs) if the tensors of the sample are larger than the memory that this process can
// have. Call it before the first allocation: the kernel overcommits memory and kills the process that uses it.
void expect_enough_memory(const Sample& sample);

}  // namespace aimet
