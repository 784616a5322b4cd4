// SPDX-License-Identifier: Apache-2.0
#include "lib/edit/scopes.hpp"

#include <algorithm>

#include "lib/edit/imports.hpp"

namespace aimet {
namespace {

bool is_name(const PythonText& python, StatementId id, std::size_t token) {
  const auto& tokens = python.statements[id].tokens;
  return token < tokens.size() && tokens[token].kind == PythonToken::Kind::name;
}

bool is_assignment(std::string_view word) {
  if (word == "=") return true;
  constexpr std::string_view kComparisons = " <= >= == != := ";
  return word.size() > 1 && word.back() == '=' && kComparisons.find(" " + std::string(word) + " ") == std::string::npos;
}

// The token of the last assignment operator outside of brackets, or of an annotation's colon; 0 if there is none.
std::size_t assignment_of(const PythonText& python, StatementId id) {
  std::size_t found = 0;
  int depth = 0;
  for (std::size_t i = 0; i < python.statements[id].tokens.size(); ++i) {
    const std::string_view word = python.word(id, i);
    if (word == "(" || word == "[" || word == "{") ++depth;
    if (word == ")" || word == "]" || word == "}") --depth;
    if (depth > 0) continue;
    if (word == "lambda") break;
    if (is_assignment(word) || (word == ":" && found == 0)) found = i;
  }
  return found;
}

// Whether the token opens an index or a call: a bracket after a name or a closing bracket. A tuple or a list does not.
bool opens_argument(const PythonText& python, StatementId id, std::size_t token) {
  const std::string_view before = python.word(id, token - 1);
  const bool follows = is_name(python, id, token - 1) || before == "]" || before == ")";
  return follows && (python.word(id, token) == "[" || python.word(id, token) == "(");
}

// The bracket that closes the one at the token; the last token if there is none.
std::size_t closing(const PythonText& python, StatementId id, std::size_t token) {
  const std::size_t last = python.statements[id].tokens.size() - 1;
  int depth = 0;
  for (; token < last; ++token) {
    const std::string_view word = python.word(id, token);
    if (word == "(" || word == "[" || word == "{") ++depth;
    if (word == ")" || word == "]" || word == "}") --depth;
    if (depth == 0) break;
  }
  return token;
}

}  // namespace

StatementRange body_of(const PythonText& python, StatementId header) {
  StatementId last = header + 1;
  while (last < python.statements.size() && python.statements[last].indent > python.statements[header].indent) ++last;
  return {header + 1, last};
}

std::optional<StatementId> header_of(const PythonText& python, StatementId statement) {
  const std::size_t indent = python.statements[statement].indent;
  for (StatementId i = statement; i-- > 0;)
    if (python.statements[i].indent < indent) return i;
  return std::nullopt;
}

std::optional<StatementId> statement_at(const PythonText& python, int line) {
  std::optional<StatementId> found;
  for (StatementId i = 0; i < python.statements.size(); ++i) {
    const PythonStatement& s = python.statements[i];
    if (s.first_line <= line && line <= s.last_line) found = i;  // the last one on the line
  }
  return found;
}

Scopes::Scopes(const PythonText& python) : python_(python) {
  scopes_.push_back({Scope::Kind::file, "", 0, {0, python.statements.size()}, 0, {}});
  open_scopes();
  for (StatementId id = 0; id < python.statements.size(); ++id) bind_statement(id);
  for (std::size_t scope = 1; scope < scopes_.size(); ++scope)
    if (scopes_[scope].kind == Scope::Kind::function) bind_parameters(scope);
}

void Scopes::open_scopes() {
  scope_of_.assign(python_.statements.size(), 0);
  for (StatementId id = 0; id < python_.statements.size(); ++id) {
    const bool is_async = python_.word(id, 0) == "async";
    const std::string_view word = python_.word(id, is_async ? 1 : 0);
    if (word != "def" && word != "class") continue;
    const StatementRange body = body_of(python_, id);
    scopes_.push_back({word == "def" ? Scope::Kind::function : Scope::Kind::type,
                       std::string(python_.word(id, is_async ? 2 : 1)),
                       id,
                       body,
                       scope_of_[id],
                       {}});
    for (StatementId i = body.first; i < body.last; ++i) scope_of_[i] = scopes_.size() - 1;
  }
}

void Scopes::bind(std::size_t scope, std::string_view name, Meaning meaning) {
  scopes_[scope].bindings[std::string(name)].push_back(std::move(meaning));
}

void Scopes::bind_statement(StatementId id) {
  const std::size_t scope = scope_of_[id];
  const bool is_async = python_.word(id, 0) == "async";
  const std::string_view word = python_.word(id, is_async ? 1 : 0);
  if (word == "import" || word == "from") return bind_imports(id);
  if (word == "def" || word == "class") {
    const auto kind = word == "def" ? Meaning::Kind::function : Meaning::Kind::type;
    bind(scope, python_.word(id, is_async ? 2 : 1), {kind, "", id});
  } else if (word == "global" || word == "nonlocal") {
    for (std::size_t i = 1; i < python_.statements[id].tokens.size(); i += 2)
      for (std::size_t up = scope; up != 0; up = scopes_[up].parent)
        bind(scopes_[up].parent, python_.word(id, i), {Meaning::Kind::global, "", id});
  } else {
    constexpr std::string_view kWithoutTargets = " if elif else while try except finally with assert return raise for ";
    if (kWithoutTargets.find(" " + std::string(word) + " ") == std::string::npos)
      bind_targets(id, 0, assignment_of(python_, id));
  }
  bind_words(id);
}

void Scopes::bind_imports(StatementId id) {
  for (const Import& import : read_import(python_, id)) {
    const std::size_t dot = import.name.find('.');
    // "import a.b" binds a.
    const std::string path = dot == std::string::npos ? import.module : import.module.substr(0, dot);
    bind(scope_of_[id], import.name.substr(0, dot), {Meaning::Kind::imported, path, id});
  }
}

// Binds plain names. Skips attributes, names that are indexed or called, and the indices and arguments, so that `x[i] =
// y` binds nothing.
void Scopes::bind_targets(StatementId id, std::size_t begin, std::size_t end) {
  for (std::size_t i = begin; i < end; ++i) {
    if (i > begin && opens_argument(python_, id, i)) {
      i = closing(python_, id, i);
      continue;
    }
    const std::string_view next = python_.word(id, i + 1);
    const bool is_part = next == "." || next == "[" || next == "(" || (i > 0 && python_.word(id, i - 1) == ".");
    if (is_name(python_, id, i) && !is_part) bind(scope_of_[id], python_.word(id, i), {Meaning::Kind::global, "", id});
  }
}

// Binds the names that a statement binds by for ... in, as, := and lambda.
void Scopes::bind_words(StatementId id) {
  const std::size_t count = python_.statements[id].tokens.size();
  for (std::size_t i = 0; i < count; ++i) {
    const std::string_view word = python_.word(id, i);
    if (word == "as" || (word == ":=" && i > 0)) {
      const std::size_t name = word == "as" ? i + 1 : i - 1;
      if (is_name(python_, id, name)) bind_targets(id, name, name + 1);
    } else if (word == "for" || word == "lambda") {
      const std::string_view stop = word == "for" ? "in" : ":";
      std::size_t end = i + 1;
      while (end < count && python_.word(id, end) != stop) ++end;
      bind_targets(id, i + 1, end);
      i = end;
    }
  }
}

void Scopes::bind_parameters(std::size_t scope) {
  const StatementId header = scopes_[scope].header;
  int depth = 0;
  for (std::size_t i = 2; i < python_.statements[header].tokens.size(); ++i) {
    const std::string_view word = python_.word(header, i);
    if (word == "(" || word == "[" || word == "{") ++depth;
    if (word == ")" || word == "]" || word == "}") --depth;
    const std::string_view before = python_.word(header, i - 1);
    const bool begins = before == "(" || before == "," || before == "*" || before == "**";
    if (depth == 1 && begins && is_name(python_, header, i)) bind(scope, word, {Meaning::Kind::global, "", header});
  }
}

Meaning Scopes::meaning(StatementId at, std::string_view name) const {
  for (std::size_t scope = scope_of_[at];; scope = scopes_[scope].parent) {
    const bool is_seen = scopes_[scope].kind != Scope::Kind::type || scope == scope_of_[at];
    const auto found = is_seen ? scopes_[scope].bindings.find(name) : scopes_[scope].bindings.end();
    if (found != scopes_[scope].bindings.end()) {
      const std::vector<Meaning>& all = found->second;
      const bool alike = std::all_of(all.begin(), all.end(), [&](const Meaning& other) {
        return other.kind == Meaning::Kind::imported && other.path == all.front().path;
      });
      if (alike || (all.size() == 1 && scope == 0)) return all.front();
      return {scope == 0 ? Meaning::Kind::global : Meaning::Kind::local, "", all.front().where};
    }
    if (scope == 0) return {};
  }
}

std::string Scopes::resolved(StatementId at, const std::string& dotted_name) const {
  const std::size_t dot = std::min(dotted_name.find('.'), dotted_name.size());
  const Meaning first = meaning(at, std::string_view(dotted_name).substr(0, dot));
  return first.kind == Meaning::Kind::imported ? first.path + dotted_name.substr(dot) : "";
}

}  // namespace aimet
