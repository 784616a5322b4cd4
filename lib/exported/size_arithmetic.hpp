// SPDX-License-Identifier: Apache-2.0
#pragma once
// Arithmetic on sizes, such as `x.view(b, c // 2, -1)`: a tracer records it, torch.export folds it into numbers. The
// lines that a program quotes still show it.

#include "lib/exported/draft.hpp"
#include "lib/exported/quoted_code.hpp"
#include "lib/exported/tables.hpp"

namespace aimet {

// Adds an op on integers for each operator whose operand is a tensor's size and whose result an op takes, as LibTorch's
// scripts have them: aten::floordiv, aten::mul, ... What passes through int(), float() or math is left out, as in a
// trace, and what a line does not show to reach an op.
void add_size_arithmetic(const QuotedCode& code, Draft& draft, Tables& tables);

}  // namespace aimet
