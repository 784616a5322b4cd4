// SPDX-License-Identifier: Apache-2.0
#pragma once
// The classes of a Python file: what they derive from, their methods, their attributes.

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
  std::vector<std::string> bases;      // as imported ("torch.nn.Module"), or a class of this file
  std::vector<std::size_t> own_bases;  // those of this file
  std::vector<PythonMethod> methods;   // with a first argument `self`
  bool is_decorated = false;
  bool has_keywords = false;  // metaclass=...
};

class Classes {
 public:
  Classes(const PythonText& python, const Scopes& scopes);

  const std::vector<PythonClass>& all() const { return classes_; }
  const PythonClass& operator[](std::size_t id) const { return classes_[id]; }

  // The class whose body holds the statement, the innermost one.
  std::optional<std::size_t> around(StatementId statement) const;
  // torch.nn.Module through classes of this file only. A container (torch.nn.Sequential, ModuleDict) would take a new
  // attribute for an element.
  bool is_plain_module(std::size_t id) const;
  // The class, those of this file that it derives from, and those that derive from it.
  std::vector<std::size_t> family(std::size_t id) const;
  std::vector<std::size_t> derived(std::size_t id) const;
  bool derives(std::size_t id, std::size_t base) const;

 private:
  void read_bases(PythonClass& of);

  const PythonText& python_;
  const Scopes& scopes_;
  std::vector<PythonClass> classes_;
};

const PythonMethod* find_method(const PythonClass& of, std::string_view name);

// In __init__, the statement at its top that calls the base's __init__ in any case; none where it returns early, or
// where there is no such call.
std::optional<StatementId> super_call(const PythonText& python, const Scopes& scopes, const PythonClass& of);

// Whether the statement has `self.NAME` followed by the word ("" for any).
bool has_self_attribute(const PythonText& python, StatementId id, std::string_view name, std::string_view next);

}  // namespace aimet
