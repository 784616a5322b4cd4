// SPDX-License-Identifier: Apache-2.0
#include "lib/exported/quoted_code.hpp"

#include <algorithm>

#include "lib/edit/parse_statement.hpp"
#include "lib/edit/python_text.hpp"
#include "lib/edit/signatures.hpp"
#include "lib/model/op_name.hpp"

namespace aimet {
namespace {

constexpr std::size_t kLongestLine = 2000;  // bytes; lines of code are shorter

// Whether a header with this keyword runs no op itself, so that the line's op ran in the statements behind its colon.
// Behind any other header the statements may not have run.
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

std::vector<std::string> ops_of(const QuotedLine& line, const Draft& draft, Tables& tables) {
  std::vector<std::string> names;
  for (const std::size_t op : line.ops) names.push_back(unqualified(tables.model().symbols[draft.ops[op].kind]));
  return names;
}

std::size_t iterations(const std::vector<PythonExpressions>& statements, const std::vector<std::string>& ran) {
  std::map<std::string, std::size_t> written;  // per op, how often its sign occurs in the line
  for (const PythonExpressions& statement : statements) {
    const std::string_view sign = statement.assignment;
    const std::string_view augmented = op_of_sign(sign.substr(0, sign.size() - std::min<std::size_t>(sign.size(), 1)));
    if (!augmented.empty()) ++written[std::string(augmented) + "_"];
    for (const PythonNode& node : statement.nodes)
      if (node.kind == PythonNode::Kind::binary) ++written[std::string(op_of_sign(node.word))];
  }
  std::size_t most = 1;
  for (const auto& [op, times] : written) {
    const auto runs = static_cast<std::size_t>(std::count(ran.begin(), ran.end(), op));
    if (!op.empty() && runs % times == 0) most = std::max(most, std::min(runs / times, kMostIterations));
  }
  return most;
}

std::vector<PythonExpressions> read_line(std::string_view text) {
  std::vector<PythonExpressions> statements;
  if (text.size() > kLongestLine) return statements;
  const PythonText python = read_python(std::string(text));
  for (std::size_t i = 0; i < python.statements.size(); ++i) {
    const std::string_view keyword = python.word(i, 0);
    const bool is_header = python.of(python.statements[i].tokens.back()) == ":";
    if (is_header && goes_on(keyword)) continue;
    if (auto tree = parse_statement(python, python.statements[i])) statements.push_back(std::move(*tree));
    if (is_header) break;
  }
  return statements;
}

}  // namespace aimet
