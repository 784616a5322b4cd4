// SPDX-License-Identifier: Apache-2.0
#pragma once
// What an operator on constants gives: the numbers, texts and conditions that a graph computes without any tensor.

#include <optional>
#include <string_view>

#include "lib/model/graph.hpp"

namespace aimet {

Constant boolean_constant(bool value);
Constant integer_constant(std::int64_t value);
Constant floating_constant(double value);

// A boolean counts as 0 or 1. nullopt: no number.
std::optional<double> number_of(const Constant& constant);

// As Python computes it: aten::div gives a float, aten::floordiv rounds down. An integer that 64 bits do not hold
// becomes a float. nullopt: `kind` is not known, the constants do not fit it, or there is no result (a division by
// zero).
std::optional<Constant> evaluate(std::string_view kind, const Constant& a);
std::optional<Constant> evaluate(std::string_view kind, const Constant& a, const Constant& b);

}  // namespace aimet
