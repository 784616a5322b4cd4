// SPDX-License-Identifier: Apache-2.0
#include "lib/edit/callee.hpp"

namespace aimet {

using Kind = PythonNode::Kind;

Callee callee_of(const PythonExpressions& tree, const Scopes& scopes, StatementId statement, NodeId call) {
  const NodeId id = tree.nodes[call].children[0];
  const PythonNode& callee = tree.nodes[id];
  const std::string name = dotted(tree, id);
  const std::string first = name.substr(0, name.find('.'));
  if (callee.kind == Kind::name) {
    const std::string path = scopes.resolved(statement, name);
    const std::size_t dot = path.rfind('.');
    if (dot != std::string::npos) return {path.substr(0, dot), path.substr(dot + 1), 0};
    const bool is_builtin = scopes.meaning(statement, name).kind == Meaning::Kind::unknown;
    return is_builtin ? Callee{"builtins", name, 0} : Callee{};
  }
  if (callee.kind != Kind::attribute) return {};
  const NodeId base = callee.children[0];
  if (name.empty()) {
    // The base is the result of a call or an operator, or an element. It is a tensor if the method is an op.
    return {"tensor", callee.word, base};
  }
  const Meaning meaning = scopes.meaning(statement, first);
  if (meaning.kind == Meaning::Kind::imported) {
    const std::string path = scopes.resolved(statement, name);
    const std::size_t dot = path.rfind('.');
    return {path.substr(0, dot), path.substr(dot + 1), 0};
  }
  // self.relu(x) calls a module or a method of the user's.
  if (meaning.kind == Meaning::Kind::local && first != "self") return {"tensor", callee.word, base};
  return {};
}

}  // namespace aimet
