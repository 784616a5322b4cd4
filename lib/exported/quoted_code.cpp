// SPDX-License-Identifier: Apache-2.0
#include "lib/exported/quoted_code.hpp"

#include <algorithm>
#include <iterator>
#include <numeric>
#include <optional>

#include "lib/edit/python_text.hpp"
#include "lib/model/op_name.hpp"

namespace aimet {
namespace {

constexpr std::size_t kLongestLine = 2000;  // bytes; lines of code are shorter
constexpr std::size_t kMostRounds = 1000;   // after these nobody counts

std::vector<std::size_t> parents_in(const PythonExpressions& tree) {
  std::vector<std::size_t> parents(tree.nodes.size());
  std::iota(parents.begin(), parents.end(), std::size_t{0});
  for (std::size_t id = 0; id < tree.nodes.size(); ++id)
    for (const NodeId child : tree.nodes[id].children) parents[child] = id;
  return parents;
}

bool is_second(const PythonNode& node, NodeId child) { return node.children.size() > 1 && node.children[1] == child; }

// Whether the statements behind this one's colon are what the op of the line ran in: the others may have run none.
bool goes_on(std::string_view keyword) {
  return keyword == "def" || keyword == "else" || keyword == "try" || keyword == "finally";
}

}  // namespace

QuotedCode::At QuotedCode::line_of(const CodeLine& code) {
  const auto [function, is_new_function] = by_caller_.emplace(code.caller, functions_.size());
  if (is_new_function) functions_.push_back({code.body, code.module, {}});
  auto& lines = functions_[function->second].lines;
  const auto [line, is_new] = by_number_.emplace(std::pair(function->second, code.where->line), lines.size());
  if (is_new) lines.push_back({code.where->line, code.where->text, code.source, {}});
  return {function->second, line->second};
}

void QuotedCode::note(const OpMetadata& metadata, const Place& place, std::size_t op) {
  const auto [known, is_new] = known_.try_emplace(std::pair(metadata.trace.text_id(), place.body));
  if (is_new) {
    for (const CodeLine& code : places_.user_code(metadata, place)) known->second.push_back(line_of(code));
  }
  if (known->second.empty()) return;
  const auto [function, line] = known->second.front();
  functions_[function].lines[line].ops.push_back(op);
}

bool QuotedStatement::is_certain(NodeId id) const {
  if (tree.nodes[id].may_repeat) return false;
  for (; parents[id] != id; id = parents[id]) {
    const PythonNode& above = tree.nodes[parents[id]];
    if (above.word == "if" && !is_second(above, id)) return false;  // children: the value, the condition, the other
    if ((above.word == "and" || above.word == "or") && is_second(above, id)) return false;
  }
  return true;
}

std::vector<std::string> ops_of(const QuotedLine& line, const Draft& draft, Tables& tables) {
  std::vector<std::string> names;
  for (const std::size_t op : line.ops) names.push_back(unqualified(tables.model().symbols[draft.ops[op].kind]));
  return names;
}

std::string_view op_of_sign(std::string_view sign) {
  constexpr std::pair<std::string_view, std::string_view> kOps[] = {
      {"*", "mul"},  {"/", "div"},    {"+", "add"},   {"-", "sub"},   {"//", "floor_divide"}, {"%", "remainder"},
      {"**", "pow"}, {"@", "matmul"}, {"*=", "mul_"}, {"/=", "div_"}, {"+=", "add_"},         {"-=", "sub_"}};
  const auto* const found =
      std::find_if(std::begin(kOps), std::end(kOps), [&](const auto& known) { return known.first == sign; });
  return found == std::end(kOps) ? std::string_view() : found->second;
}

std::size_t rounds(const std::vector<QuotedStatement>& statements, const std::vector<std::string>& ran) {
  std::map<std::string_view, std::size_t> written;  // of each op, how often the line has its sign
  for (const QuotedStatement& statement : statements) {
    ++written[op_of_sign(statement.tree.assignment)];
    for (const PythonNode& node : statement.tree.nodes)
      if (node.kind == PythonNode::Kind::binary) ++written[op_of_sign(node.word)];
  }
  std::size_t most = 1;
  for (const auto& [op, times] : written) {
    const auto runs = static_cast<std::size_t>(std::count(ran.begin(), ran.end(), op));
    if (!op.empty() && runs % times == 0) most = std::max(most, std::min(runs / times, kMostRounds));
  }
  return most;
}

std::vector<QuotedStatement> read_line(std::string_view text) {
  std::vector<QuotedStatement> statements;
  if (text.size() > kLongestLine) return statements;
  const PythonText python = read_python(std::string(text));
  for (std::size_t i = 0; i < python.statements.size(); ++i) {
    const std::string_view keyword = python.word(i, 0);
    const bool is_header = python.of(python.statements[i].tokens.back()) == ":";
    if (is_header && goes_on(keyword)) continue;
    if (auto tree = parse_statement(python, python.statements[i])) {
      auto parents = parents_in(*tree);
      statements.push_back({std::move(*tree), std::move(parents)});
    }
    if (is_header) break;
  }
  return statements;
}

}  // namespace aimet
