// SPDX-License-Identifier: Apache-2.0
#include "lib/edit/python_text.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <utility>

namespace aimet {
namespace {

constexpr std::size_t kTabStop = 8;  // The Python Language Reference, 2.1.8

bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || (c & 0x80) != 0; }

class Reader {
 public:
  explicit Reader(PythonText& python) : python_(python), text_(python.text) {}

  void read() {
    while (at_ < text_.size())
      if (!step()) return python_.statements.clear();
    end_statement();
    if (depth_ != 0) python_.statements.clear();
  }

 private:
  bool step() {
    if (line_is_new_ && depth_ == 0) measure_indent();
    if (at_ >= text_.size()) return true;
    const char c = text_[at_];
    if (c == '\n') return end_line(), true;
    if (c == ' ' || c == '\t' || c == '\r' || c == '\f') return ++at_, true;
    if (c == '#') return at_ = std::min(text_.find('\n', at_), text_.size()), true;
    if (c == '\\') return join_lines();
    const std::size_t begin = at_;
    const int line = line_;
    const auto kind = token();
    if (at_ == begin) return false;
    add(kind, begin, line);
    return true;
  }

  void measure_indent() {
    line_is_new_ = false;
    indent_ = 0;
    for (; at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\t'); ++at_)
      indent_ = text_[at_] == ' ' ? indent_ + 1 : (indent_ / kTabStop + 1) * kTabStop;
  }

  void end_line() {
    ++at_;
    ++line_;
    if (depth_ != 0) return;
    end_statement();
    line_is_new_ = true;
  }

  bool join_lines() {
    const std::size_t end = text_.compare(at_ + 1, 1, "\r") == 0 ? at_ + 2 : at_ + 1;
    if (end >= text_.size() || text_[end] != '\n') return false;
    at_ = end + 1;
    ++line_;
    return true;
  }

  void end_statement() {
    if (!statement_.tokens.empty()) split(std::move(statement_), false);
    statement_ = {};
  }

  // "def f(x): a; b" is three statements.
  void split(PythonStatement statement, bool is_inline) {
    const std::size_t end = end_of_first(statement);
    if (end == 0) return;
    PythonStatement first;
    first.indent = statement.indent;
    first.is_inline = is_inline;
    first.tokens.assign(statement.tokens.begin(), statement.tokens.begin() + static_cast<std::ptrdiff_t>(end));
    const bool is_header = python_.of(first.tokens.back()) == ":";
    if (python_.of(first.tokens.back()) == ";") first.tokens.pop_back();
    statement.tokens.erase(statement.tokens.begin(), statement.tokens.begin() + static_cast<std::ptrdiff_t>(end));
    if (!first.tokens.empty()) {
      first.first_line = first.tokens.front().line;
      first.last_line = last_line_of(first.tokens.back());
      python_.statements.push_back(std::move(first));
    }
    if (statement.tokens.empty()) return;
    if (is_header) ++statement.indent;
    split(std::move(statement), true);
  }

  int last_line_of(const PythonToken& token) const {
    const std::string_view text = python_.of(token);
    return token.line + static_cast<int>(std::count(text.begin(), text.end(), '\n'));
  }

  // The number of tokens of the first statement, including the colon or semicolon that ends it.
  std::size_t end_of_first(const PythonStatement& statement) const {
    constexpr std::array<std::string_view, 12> kCompound = {"if",  "elif",   "else",    "for", "while", "with",
                                                            "try", "except", "finally", "def", "class", "async"};
    if (statement.tokens.empty()) return 0;
    const bool is_compound =
        std::find(kCompound.begin(), kCompound.end(), python_.of(statement.tokens.front())) != kCompound.end();
    int depth = 0;
    int lambdas = 0;
    for (std::size_t i = 0; i < statement.tokens.size(); ++i) {
      const std::string_view word = python_.of(statement.tokens[i]);
      if (word == "(" || word == "[" || word == "{") ++depth;
      if (word == ")" || word == "]" || word == "}") --depth;
      if (depth > 0) continue;
      if (word == "lambda") ++lambdas;
      if (word == ";") return i + 1;
      if (word == ":" && is_compound && lambdas-- == 0) return i + 1;
    }
    return statement.tokens.size();
  }

  void add(PythonToken::Kind kind, std::size_t begin, int line) {
    if (statement_.tokens.empty()) statement_.indent = indent_;
    statement_.tokens.push_back({kind, begin, at_, line});
  }

  PythonToken::Kind token() {
    if (const std::size_t quote = quote_at(); quote != std::string::npos) {
      read_string(quote);
      return PythonToken::Kind::string;
    }
    if (std::isdigit(static_cast<unsigned char>(text_[at_])) != 0 ||
        (text_[at_] == '.' && at_ + 1 < text_.size() &&
         std::isdigit(static_cast<unsigned char>(text_[at_ + 1])) != 0)) {
      read_number();
      return PythonToken::Kind::number;
    }
    if (is_word(text_[at_])) {
      while (at_ < text_.size() && is_word(text_[at_])) ++at_;
      return PythonToken::Kind::name;
    }
    read_symbol();
    return PythonToken::Kind::symbol;
  }

  // The position of the opening quote, after the prefix, of a string that begins here; npos if none does.
  std::size_t quote_at() const {
    std::size_t quote = at_;
    while (quote < text_.size() && quote < at_ + 2 &&
           std::string_view("rRbBuUfF").find(text_[quote]) != std::string::npos)
      ++quote;
    return quote < text_.size() && (text_[quote] == '"' || text_[quote] == '\'') ? quote : std::string::npos;
  }

  // Does not move at_ if the string has no end.
  void read_string(std::size_t quote) {
    const std::string one(1, text_[quote]);
    const std::string mark = text_.compare(quote, 3, one + one + one) == 0 ? one + one + one : one;
    int lines = 0;
    for (std::size_t i = quote + mark.size(); i < text_.size(); ++i) {
      if (text_[i] == '\n') {
        if (mark.size() == 1) return;
        ++lines;
      } else if (text_[i] == '\\') {
        lines += text_.compare(i + 1, 1, "\n") == 0 ? 1 : 0;
        ++i;
      } else if (text_.compare(i, mark.size(), mark) == 0) {
        at_ = i + mark.size();
        line_ += lines;
        return;
      }
    }
  }

  void read_number() {
    while (at_ < text_.size() && (is_word(text_[at_]) || text_[at_] == '.' ||
                                  ((text_[at_] == '-' || text_[at_] == '+') && (text_[at_ - 1] | 0x20) == 'e')))
      ++at_;
  }

  void read_symbol() {
    constexpr std::array<std::string_view, 25> kLong = {"**=", "//=", ">>=", "<<=", "...", "**", "//", ">>", "<<",
                                                        "<=",  ">=",  "==",  "!=",  "->",  ":=", "+=", "-=", "*=",
                                                        "/=",  "%=",  "&=",  "|=",  "^=",  "@=", "<>"};
    const auto fits = [&](std::string_view symbol) { return text_.compare(at_, symbol.size(), symbol) == 0; };
    const auto* found = std::find_if(kLong.begin(), kLong.end(), fits);
    if (found != kLong.end()) {
      at_ += found->size();
      return;
    }
    const char c = text_[at_];
    if (std::string_view("+-*/%@&|^~<>()[]{},:.;=!").find(c) == std::string::npos) return;
    if (c == '(' || c == '[' || c == '{') ++depth_;
    if (c == ')' || c == ']' || c == '}') {
      if (depth_ == 0) return;
      --depth_;
    }
    ++at_;
  }

  PythonText& python_;
  const std::string& text_;
  PythonStatement statement_;
  std::size_t at_ = 0;
  std::size_t indent_ = 0;
  std::size_t depth_ = 0;  // of brackets
  int line_ = 1;
  bool line_is_new_ = true;
};

}  // namespace

std::string_view PythonText::word(std::size_t statement, std::size_t token) const {
  const auto& tokens = statements[statement].tokens;
  return token < tokens.size() ? of(tokens[token]) : std::string_view();
}

PythonText read_python(std::string text) {
  PythonText python;
  python.text = std::move(text);
  Reader(python).read();
  return python;
}

}  // namespace aimet
