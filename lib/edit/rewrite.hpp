// SPDX-License-Identifier: Apache-2.0
#pragma once
// Changes of a Python file, gathered and then made at once.

#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "lib/edit/expression.hpp"
#include "lib/edit/scopes.hpp"

namespace aimet {

// What a node becomes: a call of `callee` with these arguments, or only other text.
struct NodeRewrite {
  std::string callee;  // "self.add"
  struct Argument {
    std::string before;  // "*", "dim="
    NodeId node = 0;
    std::string after = {};  // ".clone()"
  };
  std::vector<Argument> arguments;
  bool is_text = false;    // `callee` replaces the node's text
  std::string defined_as;  // what `callee` is in __init__
};

struct StatementRewrite {
  PythonExpressions tree;
  std::map<NodeId, NodeRewrite> nodes;
  std::map<NodeId, std::string> first_arguments;  // of a call: to be passed before the others
  std::map<NodeId, std::string> wrappers;         // "int": int(...) around what the node becomes
  std::string callee_of_assignment;               // "self.add": `a += b` becomes `a = self.add(a, b)`
  std::map<std::size_t, std::string> insertions;  // at a byte of the statement that no node of `nodes` holds

  bool changes() const {
    return !nodes.empty() || !first_arguments.empty() || !wrappers.empty() || !callee_of_assignment.empty() ||
           !insertions.empty();
  }
};

struct FileRewrite {
  std::map<StatementId, StatementRewrite> statements;
  std::map<StatementId, std::vector<std::string>> lines_before;  // whole lines, with their indent
  std::map<StatementId, std::vector<std::string>> lines_after;
  std::set<StatementId> removed;                  // with their lines
  std::map<std::size_t, std::string> insertions;  // at a byte of the text that no rewritten statement holds
};

std::string apply(const PythonText& python, const FileRewrite& rewrite);

// The white space before the statement's line.
std::string indent_of(const PythonText& python, StatementId id);

}  // namespace aimet
