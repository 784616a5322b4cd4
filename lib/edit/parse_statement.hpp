// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "lib/edit/expression.hpp"
#include "lib/edit/python_text.hpp"

namespace aimet {

// None for what this does not know: generators, assignments within expressions, statements without values.
std::optional<PythonExpressions> parse_statement(const PythonText& python, const PythonStatement& statement);

}  // namespace aimet
