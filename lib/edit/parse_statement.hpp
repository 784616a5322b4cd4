// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "lib/edit/expression.hpp"
#include "lib/edit/python_text.hpp"

namespace aimet {

// Parses the expressions of the statement. nullopt if it contains syntax that the parser does not know (yield, await,
// :=), or is a statement that is not made of expressions (import, def, try).
std::optional<PythonExpressions> parse_statement(const PythonText& python, const PythonStatement& statement);

}  // namespace aimet
