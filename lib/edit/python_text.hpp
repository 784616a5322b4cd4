// SPDX-License-Identifier: Apache-2.0
#pragma once
// A Python file cut into tokens and statements, as far as finding the place of an edit needs it.
//
// Why not tree-sitter: Debian packages its library (libtree-sitter-dev) but no Python grammar. The grammar would have
// to come from npm, or its generated C be committed, and a build on a fresh Debian machine must do with apt alone. Of
// Python's grammar an edit needs little: statements, scopes, and the expressions of one statement, with the byte
// positions of everything. What this parser does not know, it refuses, and then there is no edit.

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

// A simple statement, or the header of a compound one up to its colon. It goes on over line ends inside brackets and
// after a backslash. Comments belong to none.
struct PythonStatement {
  std::size_t indent = 0;  // behind a colon on its line: one more than the header
  bool is_inline = false;  // behind a colon or a semicolon on its line
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
  std::string_view word(std::size_t statement, std::size_t token) const;  // "" behind the last one
};

// Takes what it cannot read (a string without end, brackets that do not fit) for a text without statements.
PythonText read_python(std::string text);

}  // namespace aimet
