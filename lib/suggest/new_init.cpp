// SPDX-License-Identifier: Apache-2.0
#include "lib/suggest/new_init.hpp"

#include <algorithm>
#include <vector>

#include "lib/edit/refusal.hpp"

namespace aimet {
namespace {

// The statement with which the first method of the class begins: its first decorator, or its def.
StatementId begin_of_first_method(const PythonFile& file, const PythonClass& of) {
  const PythonText& python = file.python();
  StatementId first = of.methods.front().header;
  for (const PythonMethod& method : of.methods) first = std::min(first, method.header);
  for (StatementId id = of.body.first; id < first; ++id) {
    const std::string_view word = python.word(id, 0);
    // Static methods and nested classes stay after __init__, too.
    if (word == "@" || word == "def" || word == "async" || word == "class") return id;
  }
  return first;
}

bool has_empty_line_after(const PythonText& python, StatementId id) {
  const std::string& text = python.text;
  const std::size_t line_end = text.find('\n', python.statements[id].tokens.back().end);
  if (line_end == std::string::npos) return false;
  const std::size_t next = text.find_first_not_of(" \t\r", line_end + 1);
  return next == std::string::npos || text[next] == '\n';
}

}  // namespace

bool may_get_init(const PythonFile& file, std::size_t class_id) {
  const PythonClass& of = file.classes()[class_id];
  return of.bases.size() == 1 && !of.has_keywords && !of.is_decorated && !of.methods.empty() &&
         !binds(file.scopes(), of, "__init__");
}

void define_in_new_init(PythonFile& file, std::size_t class_id, const std::string& line) {
  const PythonText& python = file.python();
  const PythonClass& of = file.classes()[class_id];
  const StatementId method = begin_of_first_method(file, of);
  const StatementId before = method - 1;
  const PythonStatement& first = python.statements[method];
  if (first.is_inline || python.statements[before].last_line == first.first_line)
    throw Refusal{"the class is written on one line"};
  const std::string indent = indent_of(python, method);
  const std::string outer = indent_of(python, of.header);
  const std::string inner = indent + indent.substr(std::min(outer.size(), indent.size()));
  const bool follows_header = before == of.header;
  const bool has_gap = has_empty_line_after(python, before);
  std::vector<std::string>& lines = file.rewrite().lines_after[before];
  if (lines.empty()) {
    if (!follows_header) lines.emplace_back();
    const bool takes_nothing = of.own_bases.empty() && file.classes().is_plain_module(class_id);
    lines.push_back(indent + (takes_nothing ? "def __init__(self):" : "def __init__(self, *args, **kwargs):"));
    lines.push_back(inner + (takes_nothing ? "super().__init__()" : "super().__init__(*args, **kwargs)"));
    if (!has_gap) lines.emplace_back();
  }
  lines.insert(has_gap ? lines.end() : lines.end() - 1, inner + line);
}

}  // namespace aimet
