// SPDX-License-Identifier: Apache-2.0
#pragma once
// Evaluates operators on constants: the numbers, strings and conditions that a graph computes without any tensor.

#include <optional>
#include <string_view>

#include "lib/model/graph.hpp"

namespace aimet {

Constant boolean_constant(bool value);
Constant integer_constant(std::int64_t value);
Constant floating_constant(double value);

// A boolean counts as 0 or 1. nullopt if the constant is not a number.
std::optional<double> number_of(const Constant& constant);

// Python's arithmetic: aten::div returns a float, aten::floordiv rounds down. An integer that does not fit into 64 bits
// becomes a float. nullopt if `kind` is not known or does not apply to the constants, or if there is no result (a
// division by zero).
std::optional<Constant> evaluate(std::string_view kind, const Constant& a);
std::optional<Constant> evaluate(std::string_view kind, const Constant& a, const Constant& b);

}  // namespace aimet
