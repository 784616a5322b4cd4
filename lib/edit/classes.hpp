// SPDX-License-Identifier: Apache-2.0
#pragma once
// The classes of a Python file: their bases, methods and attributes.

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "lib/edit/scopes.hpp"

namespace aimet {

struct PythonMethod {
  std::string name;
  StatementId header = 0;
  StatementRange body;
};

struct PythonClass {
  std::string name;
  std::size_t scope = 0;
  StatementId header = 0;
  StatementRange body;
  std::vector<std::string> bases;      // the imported path ("torch.nn.Module"), or the name as written
  std::vector<std::size_t> own_bases;  // the bases that are classes of this file
  std::vector<PythonMethod> methods;   // those whose first parameter is `self`
  bool is_decorated = false;
  bool has_keywords = false;  // metaclass=...
};

class Classes {
 public:
  Classes(const PythonText& python, const Scopes& scopes);

  const std::vector<PythonClass>& all() const { return classes_; }
  const PythonClass& operator[](std::size_t id) const { return classes_[id]; }

  // The innermost class whose body contains the statement; nullopt if there is none.
  std::optional<std::size_t> around(StatementId statement) const;
  // Whether the class derives from torch.nn.Module through classes of this file only. A container (torch.nn.Sequential,
  // ModuleDict) does not count: it would treat a new attribute as an element.
  bool is_plain_module(std::size_t id) const;
  // The class, its direct and indirect bases in this file, and the classes derived from it.
  std::vector<std::size_t> family(std::size_t id) const;
  std::vector<std::size_t> derived(std::size_t id) const;
  bool derives(std::size_t id, std::size_t base) const;

 private:
  void read_bases(PythonClass& of);

  const PythonText& python_;
  const Scopes& scopes_;
  std::vector<PythonClass> classes_;
};

// Returns null if the class has no method of this name, or several.
const PythonMethod* find_method(const PythonClass& of, std::string_view name);

// Whether the body of the class binds the name: by a def with any parameters, or by an assignment.
bool binds(const Scopes& scopes, const PythonClass& of, std::string_view name);

// The statement at the top level of __init__ that calls the base's __init__. nullopt if there is no such statement, or
// if __init__ contains a return statement.
std::optional<StatementId> super_call(const PythonText& python, const Scopes& scopes, const PythonClass& of);

// Whether @staticmethod is the only decorator of the method.
bool is_static_method(const PythonText& python, const Scope& method);

// How often the statement calls self.NAME.
std::size_t calls_of_self(const PythonText& python, StatementId id, std::string_view name);

}  // namespace aimet
