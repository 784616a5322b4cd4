// SPDX-License-Identifier: Apache-2.0
#include "lib/edit/parse_statement.hpp"

#include <array>
#include <utility>

#include "lib/edit/token_cursor.hpp"

namespace aimet {
namespace {

using Kind = PythonNode::Kind;

// The operators by precedence, lowest first. Operators of one row have the same precedence and group from left to right
// (The Python Language Reference, 6.17).
constexpr std::array<std::string_view, 10> kLevels = {
    " or ", " and ", " < > <= >= == != in is not ", " | ", " ^ ", " & ", " << >> ", " + - ", " * / // % @ ", " ** "};
constexpr std::size_t kComparison = 2;
constexpr std::size_t kPower = 9;
constexpr int kDeepest = 60;

bool is_one_of(std::string_view words, std::string_view word) {
  return !word.empty() && words.find(" " + std::string(word) + " ") != std::string_view::npos;
}

class Parser : private TokenCursor {
 public:
  Parser(const PythonText& python, const PythonStatement& statement) : TokenCursor(python, statement.tokens) {}

  PythonExpressions parse() {
    if (is_one_of(" return if elif while assert for with ", peek())) tree_.keyword = next();
    if (tree_.keyword == "for") skip_past("in");
    if (tree_.keyword == "return" && at_end()) return std::move(tree_);
    tree_.roots.push_back(list_of_expressions());
    if (tree_.keyword == "with") with_items();
    if (accept(":") && tree_.keyword.empty()) list_of_expressions();  // a type annotation
    while (is_assignment(peek())) {
      if (!tree_.assignment.empty() && tree_.assignment != "=") throw UnknownSyntax();
      tree_.assignment = next();
      tree_.roots.push_back(list_of_expressions());
    }
    while (accept(",")) tree_.roots.push_back(expression());  // assert x, "text"
    if (!at_end()) throw UnknownSyntax();
    mark_uncertain();
    return std::move(tree_);
  }

 private:
  void with_items() {
    while (peek() != ":") {
      if (accept("as")) {
        tree_.roots.push_back(unary());
      } else {
        expect(",");
        tree_.roots.push_back(expression());
      }
    }
  }

  static bool is_assignment(std::string_view word) {
    return word == "=" || (word.size() > 1 && word.back() == '=' && !is_one_of(" <= >= == != := ", word));
  }

  NodeId add(Kind kind, std::size_t begin, std::string word, std::vector<NodeId> children) {
    tree_.nodes.push_back({kind, begin, stop(), std::move(word), false, false, std::move(children), {}});
    return tree_.nodes.size() - 1;
  }

  // Expressions without brackets around them. They are a tuple if there is a comma.
  NodeId list_of_expressions() {
    const std::size_t begin = start();
    std::vector<NodeId> elements{starred()};
    bool is_tuple = false;
    while (peek() == "," && tree_.keyword != "assert") {
      is_tuple = true;
      skip();
      if (at_end() || is_assignment(peek())) break;
      elements.push_back(starred());
    }
    return is_tuple ? add(Kind::tuple, begin, "", std::move(elements)) : elements.front();
  }

  NodeId starred() {
    const std::size_t begin = start();
    if (!accept("*")) return expression();
    const NodeId inner = binary(3);
    return add(Kind::other, begin, "*", {inner});
  }

  NodeId expression() {
    if (++depth_ > kDeepest || is_one_of(" yield await ", peek())) throw UnknownSyntax();
    const std::size_t begin = start();
    if (peek() == "lambda") return lambda(begin);
    NodeId node = binary(0);
    if (accept("if")) {
      const NodeId condition = binary(0);
      expect("else");
      const NodeId otherwise = expression();
      node = add(Kind::other, begin, "if", {node, condition, otherwise});
    }
    if (peek() == ":=") throw UnknownSyntax();
    if (is_one_of(" for async ", peek())) node = comprehension(begin, node);
    --depth_;
    return node;
  }

  NodeId lambda(std::size_t begin) {
    skip_past(":");
    const NodeId body = expression();
    --depth_;
    return add(Kind::other, begin, "lambda", {body});
  }

  // "x for y in z if c": z is evaluated once, x and c once per element of z.
  NodeId comprehension(std::size_t begin, NodeId element) {
    std::vector<NodeId> children;
    std::vector<NodeId> repeated{element};
    while (is_one_of(" for async if ", peek())) {
      accept("async");
      if (accept("if")) {
        repeated.push_back(binary(0));
        continue;
      }
      expect("for");
      skip_past("in");
      const NodeId source = binary(0);
      (children.empty() ? children : repeated).push_back(source);
    }
    children.insert(children.end(), repeated.begin(), repeated.end());
    return add(Kind::other, begin, "for", std::move(children));
  }

  // The children of a conditional are the value, the condition and the other value.
  static bool skips(const PythonNode& node, std::size_t child) {
    return (node.word == "if" && child != 1) || ((node.word == "and" || node.word == "or") && child == 1);
  }

  void mark_uncertain() {
    for (std::size_t id = tree_.nodes.size(); id-- > 0;) {
      PythonNode& node = tree_.nodes[id];
      for (std::size_t i = 0; i < node.children.size(); ++i) {
        const bool once = node.word != "lambda" && (node.word != "for" || i == 0);
        const bool key = node.word == "{" && i + 1 < node.children.size() &&
                         tree_.nodes[node.children[i + 1]].word == "for";  // {key: value for ...}
        const bool repeats = node.kind == Kind::other && (!once || key);
        PythonNode& child = tree_.nodes[node.children[i]];
        child.may_repeat = child.may_repeat || node.may_repeat || repeats;
        child.may_skip = child.may_skip || node.may_skip || skips(node, i);
      }
    }
  }

  NodeId binary(std::size_t level) {
    if (level == kLevels.size()) return unary();
    if (level == kPower) return power();
    const std::size_t begin = start();
    if (level == kComparison && peek() == "not") {
      skip();
      const NodeId inner = binary(level);
      return add(Kind::unary, begin, "not", {inner});
    }
    NodeId left = binary(level + 1);
    while (is_one_of(kLevels[level], peek())) {
      std::string sign = next();
      if (sign == "is" && accept("not")) sign = "is not";
      if (sign == "not") expect("in");
      const NodeId right = binary(level + 1);
      left = add(Kind::binary, begin, std::move(sign), {left, right});
    }
    return left;
  }

  // -x ** y is -(x ** y), and x ** -y is x ** (-y).
  NodeId power() {
    const std::size_t begin = start();
    if (is_one_of(" + - ~ ", peek())) {
      if (++depth_ > kDeepest) throw UnknownSyntax();
      std::string sign = next();
      const NodeId inner = power();
      --depth_;
      return add(Kind::unary, begin, std::move(sign), {inner});
    }
    const NodeId base = unary();
    if (!accept("**")) return base;
    const NodeId exponent = power();
    return add(Kind::binary, begin, "**", {base, exponent});
  }

  NodeId unary() {
    const std::size_t begin = start();
    NodeId node = atom();
    while (true) {
      if (accept(".")) {
        if (at_end() || kind() != PythonToken::Kind::name) throw UnknownSyntax();
        std::string name = next();
        node = add(Kind::attribute, begin, std::move(name), {node});
      } else if (accept("(")) {
        node = call(begin, node);
      } else if (accept("[")) {
        node = subscript(begin, node);
      } else {
        return node;
      }
    }
  }

  NodeId call(std::size_t begin, NodeId callee) {
    std::vector<NodeId> children{callee};
    std::vector<std::string> keywords;
    while (!accept(")")) {
      std::string keyword;
      if (peek() == "*" || peek() == "**") {
        keyword = next();
      } else if (peek(1) == "=") {
        keyword = next();
        skip();
      }
      keywords.push_back(std::move(keyword));
      children.push_back(expression());
      if (peek() != ")") expect(",");
    }
    const NodeId node = add(Kind::call, begin, "", std::move(children));
    tree_.nodes[node].keywords = std::move(keywords);
    return node;
  }

  NodeId subscript(std::size_t begin, NodeId base) {
    std::vector<NodeId> children{base};
    std::string form;
    while (!accept("]")) {
      if (peek() == ":" || peek() == ",") {
        form += next();
        continue;
      }
      children.push_back(expression());
      form += "x";
    }
    return add(Kind::subscript, begin, std::move(form), std::move(children));
  }

  NodeId atom() {
    const std::size_t begin = start();
    if (at_end()) throw UnknownSyntax();
    const PythonToken::Kind token = kind();
    std::string word = next();
    if (word == "(" || word == "[") return brackets(begin, word == "(" ? ")" : "]");
    if (word == "{") return braces(begin);
    if (word == "...") return add(Kind::other, begin, word, {});
    if (token == PythonToken::Kind::number) return add(Kind::number, begin, std::move(word), {});
    if (token == PythonToken::Kind::string) {
      while (!at_end() && kind() == PythonToken::Kind::string) skip();
      return add(Kind::string, begin, "", {});
    }
    if (token != PythonToken::Kind::name || is_one_of(" if else for in is and or not import from def class ", word))
      throw UnknownSyntax();
    return add(Kind::name, begin, std::move(word), {});
  }

  NodeId brackets(std::size_t begin, std::string_view close) {
    std::vector<NodeId> elements;
    bool comma = false;
    while (!accept(close)) {
      elements.push_back(starred());
      if (peek() != close) expect(",");
      comma = comma || last() == ",";
    }
    if (close == "]") return add(Kind::list, begin, "", std::move(elements));
    const Kind kind = elements.size() == 1 && !comma ? Kind::group : Kind::tuple;
    return add(kind, begin, "", std::move(elements));
  }

  NodeId braces(std::size_t begin) {
    std::vector<NodeId> elements;
    while (!accept("}")) {
      if (peek() == "**" || peek() == "*") skip();
      elements.push_back(expression());
      if (accept(":")) elements.push_back(expression());
      if (peek() != "}") expect(",");
    }
    return add(Kind::other, begin, "{", std::move(elements));
  }

  PythonExpressions tree_;
  int depth_ = 0;
};

}  // namespace

std::optional<PythonExpressions> parse_statement(const PythonText& python, const PythonStatement& statement) try {
  return Parser(python, statement).parse();
} catch (const UnknownSyntax&) {
  return std::nullopt;
}

}  // namespace aimet
