// SPDX-License-Identifier: Apache-2.0
#pragma once
// The position of a parser in the tokens of a statement.

#include <string>
#include <string_view>
#include <vector>

#include "lib/edit/python_text.hpp"

namespace aimet {

// Thrown if a statement contains syntax that the parser does not know.
class UnknownSyntax {};

class TokenCursor {
 public:
  TokenCursor(const PythonText& python, const std::vector<PythonToken>& tokens) : python_(python), tokens_(tokens) {}

  bool at_end() const { return at_ >= tokens_.size(); }
  // "" after the last token.
  std::string_view peek(std::size_t ahead = 0) const {
    return at_ + ahead < tokens_.size() ? python_.of(tokens_[at_ + ahead]) : std::string_view();
  }
  PythonToken::Kind kind() const { return tokens_[at_].kind; }
  std::string_view last() const { return python_.of(tokens_[at_ - 1]); }

  void skip() { ++at_; }
  std::string next() {
    std::string word(peek());
    if (word.empty()) throw UnknownSyntax();
    ++at_;
    return word;
  }
  bool accept(std::string_view word) {
    if (peek() != word) return false;
    ++at_;
    return true;
  }
  void expect(std::string_view word) {
    if (!accept(word)) throw UnknownSyntax();
  }
  // Moves past the next `word` outside of brackets.
  void skip_past(std::string_view word) {
    for (int depth = 0; depth > 0 || peek() != word; ++at_) {
      const std::string_view here = peek();
      if (here.empty()) throw UnknownSyntax();
      if (here == "(" || here == "[" || here == "{") ++depth;
      if (here == ")" || here == "]" || here == "}") --depth;
    }
    ++at_;
  }

  // Byte offsets in the text: the begin of the next token, and the end of the previous one.
  std::size_t start() const { return at_end() ? throw UnknownSyntax() : tokens_[at_].begin; }
  std::size_t stop() const { return tokens_[at_ - 1].end; }

 private:
  const PythonText& python_;
  const std::vector<PythonToken>& tokens_;
  std::size_t at_ = 0;
};

}  // namespace aimet
