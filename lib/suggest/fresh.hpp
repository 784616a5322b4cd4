// SPDX-License-Identifier: Apache-2.0
#pragma once
// Whether a tensor that an op writes into has no alias through which the write would be visible.

#include <string>

#include "lib/suggest/python_file.hpp"

namespace aimet {

// Throws Refusal unless `name`, at the statement, is a tensor that a statement of the same function made and that has
// no alias. `name += x` may then become `name = f(name, x)`. `made_at`: the line of the op that made the tensor,
// according to the model's graph; 0 if not known.
void must_be_fresh(PythonFile& file, StatementId statement, const std::string& name, int made_at);

}  // namespace aimet
