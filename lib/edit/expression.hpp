// SPDX-License-Identifier: Apache-2.0
#pragma once
// The expressions of one statement, as trees over the text: lib/edit/parse_statement.hpp makes them.

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
  // A name; the last name of an attribute; the sign of a binary or a unary; "*", "lambda", "for"; of a subscript its
  // form: "x", "x:", ":x,x".
  std::string word;
  bool may_repeat = false;  // in a lambda or a comprehension: it runs as often as that says
  bool may_skip = false;    // behind "if", "and" or "or" within the statement
  // attribute, unary, group: one; binary: two; call, subscript: what is called, then its arguments.
  std::vector<NodeId> children;
  std::vector<std::string>
      keywords;  // of a call's arguments: "dim"; "*" or "**" for one that is unpacked; "" for others
};

struct PythonExpressions {
  std::vector<PythonNode> nodes;
  std::vector<NodeId> roots;  // from left to right; a target of an assignment is one too
  std::string assignment;     // "=", "+=", ...; "" for a statement that assigns nothing
  std::string keyword;        // "return", "if", ...
};

// Numbers, strings, True, False, None, and lists, tuples and negatives of them.
bool is_literal(const PythonExpressions& tree, NodeId node);

// Literals, names, attributes, and arithmetic, lists and tuples of these: no call, so that evaluating it twice is
// evaluating it once.
bool is_pure(const PythonExpressions& tree, NodeId node);

// It runs once whenever the statement does.
inline bool is_certain(const PythonNode& node) { return !node.may_repeat && !node.may_skip; }

// The node without the parentheses around it.
NodeId without_group(const PythonExpressions& tree, NodeId node);

// "torch.nn.functional" of names joined by dots; "" for anything else.
std::string dotted(const PythonExpressions& tree, NodeId node);

}  // namespace aimet
