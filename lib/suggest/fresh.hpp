// SPDX-License-Identifier: Apache-2.0
#pragma once
// Whether a tensor that an op writes into has no other name that would show it.

#include <string>

#include "lib/suggest/python_file.hpp"

namespace aimet {

// At the statement, `name` is a tensor that a statement of the same function made and nothing else sees, so that
// `name += x` may become `name = f(name, x)`. `made_at`: the line of the op that made it, as the model's graph has it;
// 0: not known. Throws Refusal.
void must_be_fresh(PythonFile& file, StatementId statement, const std::string& name, int made_at);

}  // namespace aimet
