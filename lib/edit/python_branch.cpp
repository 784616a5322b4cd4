// SPDX-License-Identifier: Apache-2.0
#include "lib/edit/python_branch.hpp"

#include <algorithm>
#include <optional>
#include <string_view>

#include "lib/edit/parse_statement.hpp"
#include "lib/edit/python_text.hpp"
#include "lib/edit/scopes.hpp"

namespace aimet {
namespace {

constexpr std::string_view kScripting = "torch.jit.is_scripting";

// true for `if torch.jit.is_scripting():`, false for `if not torch.jit.is_scripting():`, nullopt for any other
// statement.
std::optional<bool> asks_for_script(const PythonText& python, StatementId id) {
  if (python.word(id, 0) != "if") return std::nullopt;
  const auto tree = parse_statement(python, python.statements[id]);
  if (!tree || tree->roots.size() != 1) return std::nullopt;
  NodeId condition = without_group(*tree, tree->roots.front());
  const bool negated = tree->nodes[condition].kind == PythonNode::Kind::unary && tree->nodes[condition].word == "not";
  if (negated) condition = without_group(*tree, tree->nodes[condition].children.front());
  const PythonNode& node = tree->nodes[condition];
  if (node.kind != PythonNode::Kind::call || node.children.size() != 1) return std::nullopt;
  if (dotted(*tree, node.children.front()) != kScripting) return std::nullopt;
  return !negated;
}

class BranchReader {
 public:
  explicit BranchReader(const std::string& text) : python_(read_python(text)) {}

  std::vector<BranchCall> run() {
    for (StatementId id = 0; id < python_.statements.size(); ++id) {
      const auto header = header_of(python_, id);
      if (!header || python_.word(*header, 0) != "def") continue;  // not directly in the body of a function
      if (const auto of_script = asks_for_script(python_, id)) read(id, *of_script);
    }
    return std::move(calls_);
  }

 private:
  void read(StatementId condition, bool of_script) {
    const StatementRange body = body_of(python_, condition);
    const bool has_else = body.last < python_.statements.size() && python_.word(body.last, 0) == "else" &&
                          python_.statements[body.last].indent == python_.statements[condition].indent;
    if (!of_script) {
      read(body);
    } else if (has_else) {
      read(body_of(python_, body.last));
    } else if (leaves(body)) {
      read({body.last, behind(condition)});
    }
  }

  bool leaves(const StatementRange& body) const {
    return std::any_of(
        python_.statements.begin() + static_cast<std::ptrdiff_t>(body.first),
        python_.statements.begin() + static_cast<std::ptrdiff_t>(body.last), [&](const PythonStatement& statement) {
          const std::string_view word = python_.of(statement.tokens.front());
          return statement.indent == python_.statements[body.first].indent && (word == "return" || word == "raise");
        });
  }

  // The end of the block that contains the statement.
  StatementId behind(StatementId statement) const {
    const std::size_t indent = python_.statements[statement].indent;
    StatementId last = statement + 1;
    while (last < python_.statements.size() && python_.statements[last].indent >= indent) ++last;
    return last;
  }

  // Adds the calls of the block's own statements, up to the first return or raise. Nested blocks are skipped.
  void read(const StatementRange& block) {
    if (block.first >= block.last) return;
    const std::size_t indent = python_.statements[block.first].indent;
    for (StatementId id = block.first; id < block.last; ++id) {
      const PythonStatement& statement = python_.statements[id];
      if (statement.indent != indent || python_.of(statement.tokens.back()) == ":") continue;
      add_calls(statement);
      const std::string_view word = python_.of(statement.tokens.front());
      if (word == "return" || word == "raise") return;
    }
  }

  void add_calls(const PythonStatement& statement) {
    const auto tree = parse_statement(python_, statement);
    if (!tree || tree->keyword == "assert") return;
    for (const PythonNode& node : tree->nodes) {
      if (node.kind != PythonNode::Kind::call || !is_certain(node)) continue;
      const std::string function = dotted(*tree, node.children.front());
      if (function.find('.') != std::string::npos)
        calls_.push_back({line_at(node.begin), text_at(node.begin), function});
    }
  }

  int line_at(std::size_t byte) const {
    return 1 + static_cast<int>(
                   std::count(python_.text.begin(), python_.text.begin() + static_cast<std::ptrdiff_t>(byte), '\n'));
  }

  std::string text_at(std::size_t byte) const {
    const std::size_t before = python_.text.rfind('\n', byte);
    const std::size_t begin = python_.text.find_first_not_of(" \t", before == std::string::npos ? 0 : before + 1);
    const std::size_t end = std::min(python_.text.find_first_of("\r\n", byte), python_.text.size());
    return python_.text.substr(begin, end - begin);
  }

  const PythonText python_;
  std::vector<BranchCall> calls_;
};

}  // namespace

std::vector<BranchCall> calls_in_python_alone(const std::string& text) {
  if (text.find(kScripting) == std::string::npos) return {};
  return BranchReader(text).run();
}

}  // namespace aimet
