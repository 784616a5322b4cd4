// SPDX-License-Identifier: Apache-2.0
#pragma once
// A Python file split into tokens and statements, in the detail that an edit needs.
//
// Why not tree-sitter: Debian packages its library (libtree-sitter-dev) but no Python grammar. The grammar would have
// to come from npm, or its generated C code be committed, and a build on a fresh Debian machine must need nothing but
// apt. An edit needs only a small part of Python's grammar: statements, scopes, and the expressions of one statement,
// all with byte positions. The parser refuses syntax that it does not know, and then there is no edit.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace aimet {

struct PythonToken {
  enum class Kind { name, number, string, symbol };  // a keyword is a name
  Kind kind = Kind::symbol;
  std::size_t begin = 0;  // in bytes of the text
  std::size_t end = 0;
  int line = 0;  // where it begins, from 1
};

// A simple statement, or the header of a compound one up to its colon. It continues over line ends inside brackets and
// after a backslash. Comments belong to no statement.
struct PythonStatement {
  std::size_t indent = 0;  // after a colon on the same line: the header's indent + 1
  bool is_inline = false;  // after a colon or a semicolon on the same line
  int first_line = 0;      // from 1
  int last_line = 0;
  std::vector<PythonToken> tokens;  // never empty
};

struct PythonText {
  std::string text;
  std::vector<PythonStatement> statements;

  std::string_view of(const PythonToken& token) const {
    return std::string_view(text).substr(token.begin, token.end - token.begin);
  }
  std::string_view word(std::size_t statement, std::size_t token) const;  // "" after the last token
};

// Returns no statements if the text cannot be read (an unterminated string, brackets that do not match).
PythonText read_python(std::string text);

}  // namespace aimet
