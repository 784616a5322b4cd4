// SPDX-License-Identifier: Apache-2.0
#pragma once
// "for TARGETS in SOURCE" of a `for` statement or a comprehension.

#include <cstddef>
#include <optional>

#include "lib/edit/expression.hpp"
#include "lib/edit/scopes.hpp"

namespace aimet {

struct LoopHead {
  StatementId statement = 0;      // the "for" statement, or the statement that contains the comprehension
  NodeId source = 0;              // the iterable
  std::optional<NodeId> element;  // of a comprehension; nullopt for a "for" statement
  // The targets that each iteration binds, as indices of the statement's tokens: [first_target, in).
  std::size_t first_target = 0;
  std::size_t in = 0;
  bool has_targets = false;  // "a, b": several targets without brackets around them
};

// The head of a "for" statement.
LoopHead head_of(const PythonText& python, const PythonExpressions& tree, StatementId loop);

// The head of the comprehension whose element contains the node. nullopt if there is none, if the comprehension has
// several "for" or an "if", or if the node is in a lambda or in more than one comprehension.
std::optional<LoopHead> comprehension_around(const PythonText& python, const PythonExpressions& tree,
                                             StatementId statement, NodeId node);

// Whether the text of `node` is within that of `outer`.
bool is_within(const PythonExpressions& tree, NodeId node, NodeId outer);

}  // namespace aimet
