// SPDX-License-Identifier: Apache-2.0
#pragma once
// Local names of forward that stand for one expression.

#include <optional>
#include <string>

#include "lib/suggest/python_file.hpp"

namespace aimet {

struct LocalValue {
  StatementId statement = 0;  // NAME = VALUE
  NodeId value = 0;
};

// What the name means where the node stands: of a local that one statement at the top of the function, above the node,
// binds. None for any other expression.
std::optional<LocalValue> local_value(PythonFile& file, StatementId statement, NodeId node);

// The list that the node has an element for each of: layers of "[layer(x) for layer in layers]", also by the name of
// such a list as long as nothing may make it longer or shorter. None for any other expression.
std::optional<LocalValue> source_of_list(PythonFile& file, StatementId statement, NodeId node);

// The expression with those names replaced by what they stand for.
std::string text_without_locals(PythonFile& file, StatementId statement, NodeId node);

}  // namespace aimet
