#pragma once
// A Python file cut into tokens and statements, as far as finding the place of an edit needs it.

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
};

// One logical line: it goes on over line ends inside brackets and after a backslash. Comments belong to none.
struct PythonStatement {
  std::size_t indent = 0;
  int first_line = 0;  // from 1
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
