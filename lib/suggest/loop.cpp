#include "lib/suggest/loop.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include "lib/edit/refusal.hpp"

namespace aimet {
namespace {

using Words = std::vector<std::string_view>;

Words words_of(const PythonText& python, StatementId id) {
  Words words;
  for (const PythonToken& token : python.statements[id].tokens) words.push_back(python.of(token));
  if (!words.empty() && words.back() == ":") words.pop_back();
  return words;
}

// `pattern`, with "*" for any one word.
bool matches(const Words& words, const Words& pattern) {
  return words.size() == pattern.size() &&
         std::equal(words.begin(), words.end(), pattern.begin(),
                    [](std::string_view word, std::string_view wanted) { return wanted == "*" || word == wanted; });
}

bool is_number(std::string_view word) {
  return !word.empty() && word.find_first_not_of("0123456789") == std::string_view::npos;
}

std::optional<Loop> read_header(const PythonText& python, StatementId header) {
  const Words words = words_of(python, header);
  const auto word = [&](std::size_t i) { return std::string(words[i]); };
  Loop loop;
  loop.header = header;
  if (matches(words, {"for", "*", "in", "self", ".", "*"})) {
    loop.list = word(5);
  } else if (matches(words, {"for", "*", ",", "*", "in", "enumerate", "(", "self", ".", "*", ")"})) {
    loop.counter = word(1);
    loop.list = word(9);
  } else if (matches(words, {"for", "*", "in", "range", "(", "len", "(", "self", ".", "*", ")", ")"})) {
    loop.counter = word(1);
    loop.list = word(9);
  } else if (matches(words, {"for", "*", "in", "range", "(", "*", ")"}) && is_number(words[5])) {
    loop.counter = word(1);
    loop.rounds = "range(" + word(5) + ")";
  } else {
    return std::nullopt;
  }
  if (!loop.list.empty()) loop.rounds = "self." + loop.list;
  return loop.counter == "_" ? std::nullopt : std::optional(loop);  // a name that says it is not read
}

// "layers.append" and its like, anywhere but in __init__: the list may be longer than __init__ knows.
bool grows_elsewhere(PythonFile& file, std::size_t class_id, const std::string& list) {
  constexpr std::array<std::string_view, 8> kGrows = {"append", "extend",     "insert",          "pop",
                                                      "clear",  "add_module", "register_module", "__setitem__"};
  const PythonText& python = file.python();
  const StatementRange init = find_method(file.classes()[class_id], "__init__")->body;
  const auto family = file.classes().family(class_id);
  for (StatementId id = 0; id < python.statements.size(); ++id) {
    const auto around = file.classes().around(id);
    const bool is_member = around && std::find(family.begin(), family.end(), *around) != family.end();
    for (std::size_t i = 2; !init.holds(id) && i < python.statements[id].tokens.size(); ++i) {
      if (python.word(id, i) != list || python.word(id, i - 1) != ".") continue;
      if (python.word(id, i - 2) == "self" && !is_member) continue;  // another class's
      const bool calls = python.word(id, i + 1) == "." &&
                         std::find(kGrows.begin(), kGrows.end(), python.word(id, i + 2)) != kGrows.end();
      if (calls || python.word(id, 0) == "del") return true;
    }
  }
  return false;
}

bool is_list_of_modules(PythonFile& file, StatementId definition) {
  const PythonExpressions& tree = file.rewrite_of(definition).tree;
  const PythonNode& value = tree.nodes[tree.roots.back()];
  if (value.kind != PythonNode::Kind::call) return false;
  const std::string path = file.scopes().resolved(definition, dotted(tree, value.children[0]));
  return path == "torch.nn.ModuleList" || path == "torch.nn.Sequential";
}

bool is_free_in(const PythonText& python, const Scope& function, const std::string& name) {
  for (StatementId id = function.header; id < function.body.last; ++id)
    for (std::size_t i = 0; i < python.statements[id].tokens.size(); ++i)
      if (python.word(id, i) == name && (i == 0 || python.word(id, i - 1) != ".")) return false;
  return true;
}

}  // namespace

std::optional<Loop> loop_of(PythonFile& file, const ClassEditor& classes, const Site& site, StatementId statement) {
  const PythonText& python = file.python();
  const auto header = header_of(python, statement);
  if (site.helper || site.owners.size() != 1 || !header) return std::nullopt;
  const Scope& function = file.scopes().of(statement);
  if (python.word(*header, 0) != "for" || header_of(python, *header) != function.header) return std::nullopt;
  auto loop = read_header(python, *header);
  if (!loop || loop->list.empty()) return loop;
  const auto definition = classes.definition_of(site.owners.front(), loop->list);
  if (!definition || !is_list_of_modules(file, *definition)) return std::nullopt;
  const PythonMethod* init = find_method(file.classes()[site.owners.front()], "__init__");
  if (init == nullptr) return std::nullopt;
  const bool is_top = python.statements[*definition].indent == python.statements[init->body.first].indent;
  return is_top && !grows_elsewhere(file, site.owners.front(), loop->list) ? loop : std::nullopt;
}

std::optional<StatementId> end_of_list(PythonFile& file, std::size_t class_id, const Loop& loop) {
  const PythonMethod* init = find_method(file.classes()[class_id], "__init__");
  if (loop.list.empty() || init == nullptr) return std::nullopt;
  std::optional<StatementId> found;
  for (StatementId id = init->body.first; id < init->body.last; ++id)
    for (std::size_t i = 1; i < file.python().statements[id].tokens.size(); ++i)
      if (file.python().word(id, i) == loop.list && file.python().word(id, i - 1) == ".") found = id;
  return found;
}

std::string one_per_round(PythonFile& file, const Loop& loop, const std::string& module, StatementId at) {
  std::string list = file.spelled("torch.nn.ModuleList()", at);
  list.pop_back();
  return list + module + " for _ in " + loop.rounds + ")";
}

std::string module_of_round(PythonFile& file, const Loop& loop, const std::string& list, const std::string& name) {
  if (!loop.counter.empty()) return "self." + list + "[" + loop.counter + "]";
  const PythonText& python = file.python();
  const auto& tokens = python.statements[loop.header].tokens;
  if (file.rewrite().statements.count(loop.header) > 0) throw Refusal{"another finding changes the head of the loop"};
  auto& insertions = file.rewrite().insertions;
  std::string& targets = insertions[tokens[1].end];
  std::string& lists = insertions[tokens[5].end];
  std::string local = name;
  const Scope& function = file.scopes().of(loop.header);
  for (int n = 2; !is_free_in(python, function, local) || (targets + ",").find(" " + local + ",") != std::string::npos;
       ++n)
    local = name + "_" + std::to_string(n);
  if (lists.empty()) insertions[tokens[3].begin] = "zip(";
  if (!lists.empty()) lists.pop_back();  // the bracket
  targets += ", " + local;
  lists += ", self." + list + ")";
  return local;
}

}  // namespace aimet
