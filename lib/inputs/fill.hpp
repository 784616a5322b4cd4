// SPDX-License-Identifier: Apache-2.0
#pragma once
// What a tensor's fill means once its dtype is known, and what the tensors of a sample cost.

#include <cstdint>
#include <string>

#include "lib/inputs/sample_spec.hpp"

namespace aimet {

// Never automatic: rand for floating and complex types, randint for the others.
Fill::Kind fill_kind(const TensorSpec& tensor);

// "rand", "randint [0, 2)", "0.5": how the tensor was filled, in a word or two.
std::string describe_fill(const TensorSpec& tensor);

// Throws RunError(kInputs) if the tensors of the sample are larger than the memory that this process can have. To be
// asked before the first allocation: the kernel grants more than there is, and kills the process that uses it.
void expect_enough_memory(const Sample& sample);

}  // namespace aimet
