// SPDX-License-Identifier: Apache-2.0
#pragma once
// Local names of forward that are bound to one expression.

#include <optional>
#include <string>

#include "lib/suggest/python_file.hpp"

namespace aimet {

struct LocalValue {
  StatementId statement = 0;  // NAME = VALUE
  NodeId value = 0;
};

// The value of the name at the node, if it is a local that exactly one statement binds: one at the top level of the
// function, above the node. nullopt for any other expression.
std::optional<LocalValue> local_value(PythonFile& file, StatementId statement, NodeId node);

// The list that the node maps element by element: `layers` for "[layer(x) for layer in layers]", or for the name of
// such a list if nothing may change its length. nullopt for any other expression.
std::optional<LocalValue> source_of_list(PythonFile& file, StatementId statement, NodeId node);

// The text of the expression with those names replaced by their values.
std::string text_without_locals(PythonFile& file, StatementId statement, NodeId node);

}  // namespace aimet
