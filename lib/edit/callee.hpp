// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "lib/edit/expression.hpp"
#include "lib/edit/scopes.hpp"

namespace aimet {

struct Callee {
  std::string module;  // "torch.nn.functional", "operator", "builtins"; "tensor": a method of `base`; "": unknown
  std::string name;
  NodeId base = 0;
};

// Returns the function that the call calls, resolved with the file's imports and local names. A call of a module, or of
// a function or method of the user's, is unknown.
Callee callee_of(const PythonExpressions& tree, const Scopes& scopes, StatementId statement, NodeId call);

}  // namespace aimet
