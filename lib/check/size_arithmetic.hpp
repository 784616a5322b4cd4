#pragma once
// Arithmetic on sizes, which tracing records as ops on tensors.

#include <vector>

#include "lib/model/model.hpp"

namespace aimet {

// For each op, whether it computes a number of Python's from sizes alone: `x.shape[2] * 2`. No module takes its place:
// outside of tracing it is called with integers.
std::vector<bool> find_size_arithmetic(const Model& model);

}  // namespace aimet
