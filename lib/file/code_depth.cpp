// SPDX-License-Identifier: Apache-2.0
#include "lib/file/code_depth.hpp"

#include <algorithm>
#include <array>
#include <vector>

#include "lib/model/text.hpp"

namespace aimet {
namespace {

constexpr std::string_view kOperators = "+-*/%|&^~<>.@!";
constexpr std::array<std::string_view, 7> kWordOperators{"and", "or", "not", "if", "else", "in", "is"};

// Skips strings and comments.
class CodeScanner {
 public:
  explicit CodeScanner(std::string_view source) : source_(source) {}

  CodeDepth scan() {
    while (at_ < source_.size()) {
      if (line_start_ && open_.size() == 1) start_statement();
      step();
    }
    return deepest_;
  }

 private:
  struct Block {
    std::size_t indent = 0;
    std::int64_t depth = 0;
  };

  void step() {
    if (at_ >= source_.size()) return;
    const char c = source_[at_++];
    line_start_ = c == '\n';
    if (c == '\n') {
      ++line_;
    } else if (c == '#') {
      at_ = std::min(source_.find('\n', at_), source_.size());
    } else if (c == '"' || c == '\'') {
      skip_string(c);
    } else if (c == '(' || c == '[' || c == '{') {
      open_.push_back(0);
      raise(deepest_.brackets, static_cast<std::int64_t>(open_.size()) - 1);
    } else if (c == ')' || c == ']' || c == '}') {
      close_bracket();
    } else if (c == ',') {
      forget_operators();
    } else if (is_word(c)) {
      finish_word();
    } else if (kOperators.find(c) != std::string_view::npos) {
      count_operator();
    }
  }

  void skip_string(char quote) {
    for (; at_ < source_.size() && source_[at_] != quote; ++at_) {
      if (source_[at_] == '\n') ++line_;
      if (source_[at_] == '\\') ++at_;
    }
    ++at_;
  }

  void finish_word() {
    const std::size_t first = at_ - 1;
    while (at_ < source_.size() && is_word(source_[at_])) ++at_;
    const std::string_view word = source_.substr(first, at_ - first);
    if (std::find(kWordOperators.begin(), kWordOperators.end(), word) != kWordOperators.end()) count_operator();
  }

  void count_operator() {
    ++open_.back();
    raise(deepest_.operators, ++operators_);
  }

  // Subtracts the operators of the innermost open bracket: a new element or statement starts.
  void forget_operators() {
    operators_ -= open_.back();
    open_.back() = 0;
  }

  // A call, an index or a group counts as one operator of the enclosing expression.
  void close_bracket() {
    if (open_.size() == 1) return;
    forget_operators();
    open_.pop_back();
    count_operator();
  }

  void start_statement() {
    line_start_ = false;
    const std::size_t text = std::min(source_.find_first_not_of(" \t", at_), source_.size());
    const std::size_t indent = text - at_;
    at_ = text;
    if (text == source_.size() || source_[text] == '\n' || source_[text] == '#') return;
    forget_operators();
    while (!blocks_.empty() && blocks_.back().indent > indent) blocks_.pop_back();
    if (indent > 0) measure_blocks(indent);
  }

  void measure_blocks(std::size_t indent) {
    const auto starts_with = [&](std::string_view word) { return source_.substr(at_, word.size()) == word; };
    if (blocks_.empty() || blocks_.back().indent < indent) {
      blocks_.push_back({indent, blocks_.empty() ? 1 : blocks_.back().depth + 1});
    } else if (starts_with("elif")) {
      ++blocks_.back().depth;
    } else if (!starts_with("else")) {
      blocks_.back().depth = blocks_.size() == 1 ? 1 : blocks_[blocks_.size() - 2].depth + 1;
    }
    raise(deepest_.blocks, blocks_.back().depth);
  }

  void raise(std::int64_t& deepest, std::int64_t depth) {
    if (depth <= deepest) return;
    deepest = depth;
    deepest_.line = line_;
  }

  std::string_view source_;
  std::size_t at_ = 0;
  std::int64_t line_ = 1;
  bool line_start_ = true;
  std::vector<std::int64_t> open_ = {0};  // operators so far in each open bracket; the first entry is the statement
  std::int64_t operators_ = 0;            // their sum
  std::vector<Block> blocks_;
  CodeDepth deepest_;
};

}  // namespace

CodeDepth code_depth(std::string_view source) { return CodeScanner(source).scan(); }

}  // namespace aimet
