// SPDX-License-Identifier: Apache-2.0
#pragma once
// Arithmetic on sizes, such as `x.view(b, c // 2, -1)`: a tracer records it, torch.export folds it into numbers. The
// lines that a program quotes still show it.

#include "lib/exported/draft.hpp"
#include "lib/exported/quoted_code.hpp"
#include "lib/exported/tables.hpp"

namespace aimet {

// Adds an op on integers for each operator that has a tensor's size as an operand and whose result an op uses. The
// kinds are those of LibTorch's scripts: aten::floordiv, aten::mul, ... Leaves out arithmetic that passes through
// int(), float() or math, as in a trace, and arithmetic that no line shows to reach an op.
void add_size_arithmetic(const QuotedCode& code, Draft& draft, Tables& tables);

}  // namespace aimet
