// SPDX-License-Identifier: Apache-2.0
#include "lib/suggest/imported_name.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include "lib/check/wording.hpp"
#include "lib/edit/contains.hpp"
#include "lib/edit/refusal.hpp"

namespace aimet {
namespace {

bool has_word(const PythonText& python, StatementId id, std::string_view word) {
  const auto& tokens = python.statements[id].tokens;
  return std::any_of(tokens.begin(), tokens.end(), [&](const PythonToken& token) { return python.of(token) == word; });
}

bool is_import(const PythonText& python, StatementId id) {
  return python.word(id, 0) == "import" || python.word(id, 0) == "from";
}

}  // namespace

std::optional<std::string> imported_name_of(const PythonFile& file, const std::string& type) {
  const std::string module = type.substr(0, type.rfind('.') + 1);
  std::optional<std::string> found;
  for (const auto& [name, meanings] : file.scopes().all().front().bindings) {
    const Meaning& meaning = meanings.front();
    if (meanings.size() != 1 || meaning.kind != Meaning::Kind::imported || last_part(meaning.path) != last_part(type))
      continue;
    // The import must be from the class's module, or from a package that contains it and re-exports the class.
    if (module.rfind(meaning.path.substr(0, meaning.path.rfind('.') + 1), 0) != 0) continue;
    if (found) return std::nullopt;
    found = name;
  }
  return found;
}

std::vector<std::size_t> places_of_name(const PythonFile& file, StatementId id, const std::string& name) {
  const PythonText& python = file.python();
  std::vector<std::size_t> places;
  for (std::size_t i = 0; i < python.statements[id].tokens.size(); ++i) {
    const bool is_member = i > 0 && python.word(id, i - 1) == ".";
    const bool is_keyword = i > 0 && python.word(id, i + 1) == "=" &&
                            contains(std::array<std::string_view, 2>{"(", ","}, python.word(id, i - 1));
    if (python.word(id, i) == name && !is_member && !is_keyword)
      places.push_back(python.statements[id].tokens[i].begin);
  }
  return places;
}

std::vector<StatementId> uses_of_import(const PythonFile& file, const std::string& name) {
  const PythonText& python = file.python();
  constexpr std::array<std::string_view, 6> kLooksAt = {"type", "__class__", "__name__",
                                                        "del",  "global",    "__qualname__"};
  std::vector<StatementId> uses;
  for (StatementId id = 0; id < python.statements.size(); ++id) {
    if (is_import(python, id) || python.word(id, 0) == "class" || places_of_name(file, id, name).empty()) continue;
    if (file.scopes().meaning(id, name).kind != Meaning::Kind::imported) continue;
    if (has_word(python, id, "isinstance") || has_word(python, id, "issubclass")) continue;
    if (std::any_of(kLooksAt.begin(), kLooksAt.end(),
                    [&](std::string_view word) { return has_word(python, id, word); }))
      throw Refusal{"the file uses " + name + " for more than creating instances of it"};
    uses.push_back(id);
  }
  return uses;
}

StatementId place_of_class(const PythonFile& file, const std::string& name, const std::vector<StatementId>& uses) {
  const PythonText& python = file.python();
  constexpr std::array<std::string_view, 4> kDefines = {"class", "def", "@", "async"};
  const StatementId import = file.scopes().all().front().bindings.at(name).front().where;
  if (python.statements[import].indent != 0) throw Refusal{name + " is imported under a condition"};
  for (StatementId id = import + 1; id < python.statements.size(); ++id) {
    const bool is_use = std::find(uses.begin(), uses.end(), id) != uses.end();
    if (python.statements[id].indent != 0 || !(contains(kDefines, python.word(id, 0)) || is_use)) continue;
    if (python.statements[id].first_line == python.statements[id - 1].last_line) break;
    return id;
  }
  throw Refusal{"there is no place for a class behind the import of " + name};
}

}  // namespace aimet
