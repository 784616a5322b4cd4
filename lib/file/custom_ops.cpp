// SPDX-License-Identifier: Apache-2.0
#include "lib/file/custom_ops.hpp"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "lib/model/text.hpp"

namespace aimet {
namespace {

std::string_view word_at(std::string_view code, std::size_t at) {
  std::size_t end = at;
  while (end < code.size() && is_word(code[end])) ++end;
  return code.substr(at, end - at);
}

struct Arguments {
  std::vector<std::string_view> texts;
  std::size_t end = 0;  // after the closing parenthesis
};

// `open` is the position of the opening parenthesis. Returns nullopt if it is never closed.
std::optional<Arguments> arguments_at(std::string_view code, std::size_t open) {
  Arguments found;
  int depth = 0;
  std::size_t start = open + 1;
  for (std::size_t at = open; at < code.size(); ++at) {
    const char c = code[at];
    if (c == '"' || c == '\'') {
      for (++at; at < code.size() && code[at] != c; ++at) at += code[at] == '\\' ? 1 : 0;
    } else if (c == '(' || c == '[' || c == '{') {
      ++depth;
    } else if (c == ')' || c == ']' || c == '}') {
      --depth;
    }
    const bool ends = depth == 0;
    if (!ends && !(depth == 1 && c == ',')) continue;
    const std::string_view text = trimmed(code.substr(start, at - std::min(at, start)));
    if (!text.empty()) found.texts.push_back(text);
    start = at + 1;
    found.end = at + 1;
    if (ends) return found;
  }
  return std::nullopt;
}

// Returns "scale" for `scale=2.`; "" for a positional argument.
std::string_view keyword(std::string_view argument) {
  const std::string_view name = word_at(argument, 0);
  const bool is_keyword = !name.empty() && name.size() + 1 < argument.size() && argument[name.size()] == '=' &&
                          argument[name.size() + 1] != '=';
  return is_keyword ? name : std::string_view();
}

// Returns the type after the last "->" before `at`: the return type of the enclosing function. "" if there is none.
std::string result_type(std::string_view code, std::size_t at) {
  const std::size_t arrow = code.rfind("->", at);
  if (arrow == std::string_view::npos) return "";
  const std::size_t end = code.find('\n', arrow);
  std::string_view type = trimmed(code.substr(arrow + 2, end == std::string_view::npos ? end : end - arrow - 2));
  if (!type.empty() && type.back() == ':') type.remove_suffix(1);
  return std::string(type);
}

// Records how the result of the call, [at, end) of `code`, is used, if nothing follows the call on its line.
void note_results(std::string_view code, std::size_t at, std::size_t end, CustomOpUse& use) {
  const std::size_t line_end = std::min(code.find('\n', end), code.size());
  if (!trimmed(code.substr(end, line_end - end)).empty()) return;
  const std::size_t line_start = code.rfind('\n', at);
  const std::size_t first = line_start == std::string_view::npos ? 0 : line_start + 1;
  std::string_view before = trimmed(code.substr(first, at - first));
  if (before == "return") use.result = result_type(code, at);
  if (before.empty() || before.back() != '=') return;
  before = trimmed(before.substr(0, before.size() - 1));
  const auto commas = static_cast<std::size_t>(std::count(before.begin(), before.end(), ','));
  if (commas == 0 || before.find(':') != std::string_view::npos) return;
  if (before.back() == ',') {
    use.unpacks_list = true;
  } else {
    use.results = std::max(use.results, commas + 1);
  }
}

}  // namespace

void add_custom_op_uses(std::string_view code, std::map<std::string, CustomOpUse>& uses) {
  constexpr std::string_view kStart = "ops.";
  for (std::size_t at = code.find(kStart); at != std::string_view::npos; at = code.find(kStart, at + 1)) {
    if (at > 0 && (is_word(code[at - 1]) || code[at - 1] == '.')) continue;
    const std::string_view library = word_at(code, at + kStart.size());
    const std::size_t dot = at + kStart.size() + library.size();
    if (library.empty() || dot >= code.size() || code[dot] != '.') continue;
    const std::string_view name = word_at(code, dot + 1);
    const std::size_t open = dot + 1 + name.size();
    if (name.empty() || open >= code.size() || code[open] != '(') continue;
    const std::optional<Arguments> arguments = arguments_at(code, open);
    if (!arguments) continue;
    const auto [entry, is_new] = uses.try_emplace(std::string(library) + "::" + std::string(name));
    CustomOpUse& use = entry->second;
    std::size_t by_position = 0;
    for (const std::string_view argument : arguments->texts) {
      if (const std::string_view word = keyword(argument); !word.empty()) {
        use.keywords.emplace(word);
      } else {
        ++by_position;
      }
    }
    use.fewest = is_new ? by_position : std::min(use.fewest, by_position);
    use.most = std::max(use.most, by_position);
    note_results(code, at, arguments->end, use);
  }
}

}  // namespace aimet
