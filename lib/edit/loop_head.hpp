// SPDX-License-Identifier: Apache-2.0
#pragma once
// "for TARGETS in SOURCE", of a statement or of a comprehension.

#include <cstddef>
#include <optional>

#include "lib/edit/expression.hpp"
#include "lib/edit/scopes.hpp"

namespace aimet {

struct LoopHead {
  StatementId statement = 0;      // the "for" statement; the statement that the comprehension is in
  NodeId source = 0;              // what is gone through
  std::optional<NodeId> element;  // of a comprehension
  // What each round binds, in tokens of the statement: from the first up to "in".
  std::size_t first_target = 0;
  std::size_t in = 0;
  bool has_targets = false;  // "a, b": several, without brackets around them
};

// Of a "for" statement.
LoopHead head_of(const PythonText& python, const PythonExpressions& tree, StatementId loop);

// Of the comprehension whose element holds the node. None for one of several "for" or with an "if", and where the node
// is in a lambda or in more than one comprehension.
std::optional<LoopHead> comprehension_around(const PythonText& python, const PythonExpressions& tree,
                                             StatementId statement, NodeId node);

// Whether the text of the node is within that of the other.
bool is_within(const PythonExpressions& tree, NodeId node, NodeId outer);

}  // namespace aimet
