// SPDX-License-Identifier: Apache-2.0
#pragma once
// Changes of a Python file, collected first and then applied together.

#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "lib/edit/expression.hpp"
#include "lib/edit/scopes.hpp"

namespace aimet {

// The replacement of a node: a call of `callee` with these arguments, or plain text.
struct NodeRewrite {
  std::string callee;  // "self.add"
  struct Argument {
    std::string before;  // "*", "dim="
    NodeId node = 0;
    std::string after = {};  // ".clone()"
  };
  std::vector<Argument> arguments;
  bool is_text = false;    // `callee` replaces the node's text
  std::string defined_as;  // the value that __init__ assigns to `callee`
};

struct StatementRewrite {
  PythonExpressions tree;
  std::map<NodeId, NodeRewrite> nodes;
  std::map<NodeId, std::string> first_arguments;  // of a call: arguments to insert before the others
  std::map<NodeId, std::string> wrappers;         // "int": int(...) around the node or its replacement
  std::string callee_of_assignment;               // "self.add": `a += b` becomes `a = self.add(a, b)`
  std::map<std::size_t, std::string> insertions;  // by byte offset in the text, outside of every node of `nodes`

  bool changes() const {
    return !nodes.empty() || !first_arguments.empty() || !wrappers.empty() || !callee_of_assignment.empty() ||
           !insertions.empty();
  }
};

struct FileRewrite {
  std::map<StatementId, StatementRewrite> statements;
  std::map<StatementId, std::vector<std::string>> lines_before;  // whole lines, with their indent
  std::map<StatementId, std::vector<std::string>> lines_after;
  std::set<StatementId> removed;                  // together with their lines
  std::map<std::size_t, std::string> insertions;  // by byte offset, outside of every rewritten statement
};

std::string apply(const PythonText& python, const FileRewrite& rewrite);

// The white space at the beginning of the statement's line.
std::string indent_of(const PythonText& python, StatementId id);

}  // namespace aimet
