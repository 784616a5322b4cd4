// SPDX-License-Identifier: Apache-2.0
#pragma once
// The expressions of one statement, as trees with positions in the text. lib/edit/parse_statement.hpp builds them.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace aimet {

using NodeId = std::size_t;

struct PythonNode {
  enum class Kind { name, number, string, attribute, call, subscript, binary, unary, group, tuple, list, other };
  Kind kind = Kind::other;
  std::size_t begin = 0;  // in bytes of the text
  std::size_t end = 0;
  // The name; the last name of an attribute; the operator of a binary or unary node; the digits of a number; the form
  // of a subscript ("x", "x:", ":x,x"); for `other`: "*", "lambda", "for", "if", "{" or "...".
  std::string word;
  bool may_repeat = false;  // in a lambda or a comprehension, so it may run any number of times
  bool may_skip = false;    // in a branch of `a if c else b`, or the right operand of "and" or "or"
  // attribute, unary, group: one; binary: two; call, subscript: the callee or base, then the arguments or indices.
  std::vector<NodeId> children;
  std::vector<std::string>
      keywords;  // of a call's arguments: "dim"; "*" or "**" for one that is unpacked; "" for others
};

struct PythonExpressions {
  std::vector<PythonNode> nodes;
  std::vector<NodeId> roots;  // from left to right, including the targets of assignments
  std::string assignment;     // "=", "+=", ...; "" if the statement assigns nothing
  std::string keyword;        // "return", "if", ...
};

// Whether the expression is a number, a string, True, False or None, or a list, tuple or negative of these.
bool is_literal(const PythonExpressions& tree, NodeId node);

// Whether the expression consists of literals, names, attributes, operators, lists and tuples only. It then contains no
// call or subscript and can be evaluated twice without a side effect.
bool is_pure(const PythonExpressions& tree, NodeId node);

// Whether the node is evaluated exactly once whenever the statement runs.
inline bool is_certain(const PythonNode& node) { return !node.may_repeat && !node.may_skip; }

// The node without the parentheses around it.
NodeId without_group(const PythonExpressions& tree, NodeId node);

// "torch.nn.functional" for names joined by dots; empty for any other expression.
std::string dotted(const PythonExpressions& tree, NodeId node);

}  // namespace aimet
