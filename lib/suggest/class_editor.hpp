// SPDX-License-Identifier: Apache-2.0
#pragma once
// New modules for a class of the user's: whether it may have one, under which name, and where it is defined.

#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "lib/suggest/container.hpp"
#include "lib/suggest/python_file.hpp"

namespace aimet {

constexpr StatementId kNewInit = static_cast<StatementId>(-1);

class ClassEditor {
 public:
  explicit ClassEditor(PythonFile& file) : file_(file) {}

  // Throws Refusal unless each instance of the class runs its __init__, and nothing minds one module more of the type.
  void must_take(std::size_t class_id, const std::string& type) const;

  // Its elements are modules, and a new module is the last of them.
  bool is_container(std::size_t class_id) const { return aimet::is_container(file_, class_id); }

  // `wanted`, wanted_2, ...: the first that none of the classes, nor those that they derive from or that derive from
  // them, have.
  std::string new_name(const std::vector<std::size_t>& classes, const std::string& wanted, int first);

  // The only statement of __init__ that is "self.NAME = ..."; none if the file sets it elsewhere as well.
  std::optional<StatementId> definition_of(std::size_t class_id, const std::string& name) const;
  // How often code of the class's family, or of anybody but `self`, has `.NAME` where it is neither called nor defined.
  bool is_used_otherwise(std::size_t class_id, const std::string& name) const;
  // Whether a class of another file that the class derives from, or that derives from it, has the name.
  bool is_mentioned_elsewhere(std::size_t class_id, const std::string& name) const;
  // How often `self.NAME` is called in the family.
  std::size_t calls_of(std::size_t class_id, const std::string& name) const;

  // The statement at the top of __init__ behind which a module that follows `layer` is defined; without it, behind the
  // last definition. kNewInit: the class has none yet.
  StatementId place_in_init(std::size_t class_id, const std::string& layer) const;
  // As far down as `at_least`.
  StatementId end_of_top(std::size_t class_id, StatementId inner) const;

  // A statement whose names mean what they mean in __init__, be that there or not.
  StatementId scope_of_init(std::size_t class_id) const;

  // After the statement of __init__, indented as `like`; kNewInit: in an __init__ that the class gets.
  void define(std::size_t class_id, StatementId after, StatementId like, const std::string& name,
              const std::string& value);

 private:
  // Of other files: what the class derives from, and what derives from it.
  std::vector<OtherClass> relatives(std::size_t class_id) const;
  std::vector<OtherClass> bases_elsewhere(std::size_t class_id) const;
  const std::vector<OtherClass>& derived_elsewhere(std::size_t class_id) const;

  void must_be_module(std::size_t class_id) const;

  PythonFile& file_;
  std::map<std::size_t, std::size_t> new_elements_;  // of containers
  mutable std::map<std::size_t, std::vector<OtherClass>> derived_;
  std::set<std::pair<std::size_t, std::string>> new_names_;
};

}  // namespace aimet
