// SPDX-License-Identifier: Apache-2.0
#include "lib/edit/classes.hpp"

#include <algorithm>

namespace aimet {
namespace {

bool is_method(const PythonText& python, StatementId id) {
  return python.word(id, 0) == "def" && python.word(id, 2) == "(" && python.word(id, 3) == "self";
}

bool starts_with(const PythonText& python, StatementId id, std::initializer_list<std::string_view> words) {
  std::size_t at = 0;
  return std::all_of(words.begin(), words.end(), [&](std::string_view w) { return python.word(id, at++) == w; });
}

// super().__init__(...), super(A, self).__init__(...), Base.__init__(self, ...)
bool is_super_call(const PythonText& python, StatementId id, const PythonClass& of) {
  if (starts_with(python, id, {"super", "(", ")", ".", "__init__", "("})) return true;
  if (starts_with(python, id, {"super", "(", of.name, ",", "self", ")", ".", "__init__", "("})) return true;
  if (of.bases.size() != 1) return false;
  std::string name;
  std::size_t at = 0;
  while (!python.word(id, at).empty() && python.word(id, at) != "(") name += python.word(id, at++);
  constexpr std::string_view kInit = ".__init__";
  if (name.size() <= kInit.size() || name.compare(name.size() - kInit.size(), kInit.size(), kInit) != 0) return false;
  if (python.word(id, at + 1) != "self") return false;
  std::string base;
  for (std::size_t i = 3; !python.word(of.header, i).empty() && python.word(of.header, i) != ")"; ++i)
    base += python.word(of.header, i);
  return name.substr(0, name.size() - kInit.size()) == base;
}

}  // namespace

Classes::Classes(const PythonText& python, const Scopes& scopes) : python_(python), scopes_(scopes) {
  for (std::size_t scope = 0; scope < scopes.all().size(); ++scope) {
    const Scope& of = scopes.all()[scope];
    if (of.kind != Scope::Kind::type) continue;
    PythonClass found;
    found.name = of.name;
    found.scope = scope;
    found.header = of.header;
    found.body = of.body;
    found.is_decorated = of.header > 0 && python.word(of.header - 1, 0) == "@" &&
                         python.statements[of.header - 1].indent == python.statements[of.header].indent;
    for (StatementId id = of.body.first; id < of.body.last; ++id)
      if (scopes.index_of(id) == scope && is_method(python, id))
        found.methods.push_back({std::string(python.word(id, 1)), id, body_of(python, id)});
    read_bases(found);
    classes_.push_back(std::move(found));
  }
}

void Classes::read_bases(PythonClass& of) {
  std::string name;
  for (std::size_t i = 3; python_.word(of.header, 2) == "(" && !python_.word(of.header, i).empty(); ++i) {
    const std::string_view word = python_.word(of.header, i);
    if (word == "=") of.has_keywords = true;
    if (word != "," && word != ")") {
      name += word;
      continue;
    }
    if (name.empty()) break;
    const std::string path = scopes_.resolved(of.header, name);
    const Meaning meaning = scopes_.meaning(of.header, name);
    for (std::size_t own = 0; own < classes_.size(); ++own)
      if (path.empty() && classes_[own].name == name && meaning.where == classes_[own].header)
        of.own_bases.push_back(own);
    of.bases.push_back(path.empty() ? name : path);
    name.clear();
    if (word == ")") break;
  }
}

std::optional<std::size_t> Classes::around(StatementId statement) const {
  std::optional<std::size_t> found;
  for (std::size_t i = 0; i < classes_.size(); ++i)
    if (classes_[i].body.contains(statement)) found = i;  // inner classes come later
  return found;
}

bool Classes::is_plain_module(std::size_t id) const {
  const PythonClass& of = classes_[id];
  if (of.bases.size() != 1 || of.has_keywords || of.is_decorated) return false;
  if (of.bases.front() == "torch.nn.Module" || of.bases.front() == "torch.nn.modules.Module" ||
      of.bases.front() == "torch.nn.modules.module.Module")
    return true;
  return of.own_bases.size() == 1 && is_plain_module(of.own_bases.front());
}

bool Classes::derives(std::size_t id, std::size_t base) const {
  const auto& bases = classes_[id].own_bases;
  return std::any_of(bases.begin(), bases.end(), [&](std::size_t b) { return b == base || derives(b, base); });
}

std::vector<std::size_t> Classes::derived(std::size_t id) const {
  std::vector<std::size_t> found;
  for (std::size_t i = 0; i < classes_.size(); ++i)
    if (derives(i, id)) found.push_back(i);
  return found;
}

std::vector<std::size_t> Classes::family(std::size_t id) const {
  std::vector<std::size_t> found{id};
  for (std::size_t i = 0; i < classes_.size(); ++i)
    if (i != id && (derives(i, id) || derives(id, i))) found.push_back(i);
  return found;
}

const PythonMethod* find_method(const PythonClass& of, std::string_view name) {
  const PythonMethod* found = nullptr;
  for (const PythonMethod& method : of.methods) {
    if (method.name != name) continue;
    if (found != nullptr) return nullptr;
    found = &method;
  }
  return found;
}

bool binds(const Scopes& scopes, const PythonClass& of, std::string_view name) {
  const auto& bindings = scopes.all()[of.scope].bindings;
  return bindings.find(name) != bindings.end();
}

std::optional<StatementId> super_call(const PythonText& python, const Scopes& scopes, const PythonClass& of) {
  const PythonMethod* init = find_method(of, "__init__");
  if (init == nullptr) return std::nullopt;
  const std::size_t scope = scopes.index_of(init->body.first);
  std::optional<StatementId> found;
  for (StatementId id = init->body.first; id < init->body.last; ++id) {
    if (scopes.index_of(id) == scope && python.word(id, 0) == "return") return std::nullopt;
    const bool is_top = python.statements[id].indent == python.statements[init->body.first].indent;
    if (!found && is_top && is_super_call(python, id, of)) found = id;
  }
  return found;
}

bool is_static_method(const PythonText& python, const Scope& method) {
  const auto is_decorator = [&](StatementId id) { return python.word(id, 0) == "@"; };
  return method.header > 1 && python.word(method.header, 0) == "def" && is_decorator(method.header - 1) &&
         !is_decorator(method.header - 2) && python.word(method.header - 1, 1) == "staticmethod" &&
         python.statements[method.header - 1].tokens.size() == 2;
}

std::size_t calls_of_self(const PythonText& python, StatementId id, std::string_view name) {
  std::size_t calls = 0;
  for (std::size_t i = 0; i + 3 < python.statements[id].tokens.size(); ++i)
    if (python.word(id, i) == "self" && python.word(id, i + 1) == "." && python.word(id, i + 2) == name &&
        python.word(id, i + 3) == "(")
      ++calls;
  return calls;
}

}  // namespace aimet
