// SPDX-License-Identifier: Apache-2.0
#pragma once
// What the names in a Python file mean: imports, classes, functions, and what hides them.

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lib/edit/expression.hpp"
#include "lib/edit/python_text.hpp"

namespace aimet {

using StatementId = std::size_t;

// The statements [first, last).
struct StatementRange {
  StatementId first = 0;
  StatementId last = 0;
  bool contains(StatementId id) const { return first <= id && id < last; }
};

struct Meaning {
  enum class Kind {
    unknown,   // not bound in the file: a builtin, or imported by "from x import *"
    imported,  // `path`
    local,     // bound in a function or a class, and not imported
    function,  // a def at the top of the file
    type,      // a class at the top of the file
    global,    // any other name that is bound at the top of the file
  };
  Kind kind = Kind::unknown;
  std::string path;       // "torch.nn.functional"
  StatementId where = 0;  // the def, the class, or the binding
};

struct Scope {
  enum class Kind { file, function, type };
  Kind kind = Kind::file;
  std::string name;
  StatementId header = 0;
  StatementRange body;
  std::size_t parent = 0;
  std::map<std::string, std::vector<Meaning>, std::less<>> bindings;
};

class Scopes {
 public:
  explicit Scopes(const PythonText& python);

  const std::vector<Scope>& all() const { return scopes_; }  // the first one is the file
  const Scope& of(StatementId id) const { return scopes_[scope_of_[id]]; }
  std::size_t index_of(StatementId id) const { return scope_of_[id]; }

  // The meaning of the name in the statement's code.
  Meaning meaning(StatementId at, std::string_view name) const;
  // "torch.nn.functional.relu" for "F.relu"; "" unless the first part of the name is imported and nothing hides it.
  std::string resolved(StatementId at, const std::string& dotted_name) const;

 private:
  void open_scopes();
  void bind_statement(StatementId id);
  void bind_imports(StatementId id);
  void bind_targets(StatementId id, std::size_t begin, std::size_t end);
  void bind_words(StatementId id);
  void bind_parameters(std::size_t scope);
  void bind(std::size_t scope, std::string_view name, Meaning meaning);

  const PythonText& python_;
  std::vector<Scope> scopes_;
  std::vector<std::size_t> scope_of_;
};

// The body of a compound statement.
StatementRange body_of(const PythonText& python, StatementId header);

// The compound statement that contains this one; nullopt at the top of the file.
std::optional<StatementId> header_of(const PythonText& python, StatementId statement);

// The last statement whose lines include the line; nullopt if there is none.
std::optional<StatementId> statement_at(const PythonText& python, int line);

}  // namespace aimet
