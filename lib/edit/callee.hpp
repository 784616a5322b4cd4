// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "lib/edit/expression.hpp"
#include "lib/edit/scopes.hpp"

namespace aimet {

struct Callee {
  std::string module;  // "torch.nn.functional", "operator", "builtins"; "tensor" for a method of `base`; "": unknown
  std::string name;
  NodeId base = 0;
};

// What a call calls, by the imports and the local names of the file. A call of a module or of a method of the user's is
// unknown.
Callee callee_of(const PythonExpressions& tree, const Scopes& scopes, StatementId statement, NodeId call);

}  // namespace aimet
