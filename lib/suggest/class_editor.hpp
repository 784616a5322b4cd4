// SPDX-License-Identifier: Apache-2.0
#pragma once
// Adds modules to a class of the user's: decides whether the class can take one, its name, and where it is defined.

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

// The attributes that edits have added, by class name and attribute. Shared by all files of a run, for a class and its
// base may be in two. Classes of one name count as one, as in OtherFiles::derived_from.
using NewNames = std::set<std::pair<std::string, std::string>>;

class ClassEditor {
 public:
  // `new_names` must outlive the editor.
  ClassEditor(PythonFile& file, NewNames& new_names) : file_(file), new_names_(new_names) {}

  // Throws Refusal unless each instance of the class runs its __init__, and no code is affected by one more module of
  // the type.
  void must_take(std::size_t class_id, const std::string& type) const;

  // Whether the class is a container, so that a new module becomes its last element.
  bool is_container(std::size_t class_id) const { return aimet::is_container(file_, class_id); }

  // The first of `wanted`, wanted_2, ... (from number `first` on) that is free in the classes, their bases and the
  // classes derived from them.
  std::string new_name(const std::vector<std::size_t>& classes, const std::string& wanted, int first);

  // The only statement "self.NAME = ..." of __init__. nullopt if there is none, or if the file also sets the attribute
  // elsewhere.
  std::optional<StatementId> definition_of(std::size_t class_id, const std::string& name) const;
  // Whether code of the class's family, or code with another object than `self`, uses `.NAME` without calling or
  // defining it.
  bool is_used_otherwise(std::size_t class_id, const std::string& name) const;
  // Whether a base or a derived class in another file mentions the name.
  bool is_mentioned_elsewhere(std::size_t class_id, const std::string& name) const;
  // How often the code of the family calls `self.NAME`.
  std::size_t calls_of(std::size_t class_id, const std::string& name) const;

  // The statement at the top level of __init__ after which a new module is defined: after the definition of `layer`, or
  // after the last definition if `layer` is "" or has none. kNewInit if the class has no __init__ yet.
  StatementId place_in_init(std::size_t class_id, const std::string& layer) const;
  // The last statement of the top-level statement of __init__ that contains `inner`, including its else, except and
  // finally blocks.
  StatementId end_of_top(std::size_t class_id, StatementId inner) const;

  // A statement where names mean what they mean in __init__, whether the class has one or not.
  StatementId scope_of_init(std::size_t class_id) const;

  // Defines self.NAME after the statement `after` of __init__, indented as `like`. kNewInit: in a new __init__.
  void define(std::size_t class_id, StatementId after, StatementId like, const std::string& name,
              const std::string& value);

 private:
  // The bases and the derived classes in other files.
  std::vector<OtherClass> relatives(std::size_t class_id) const;
  std::vector<OtherClass> bases_elsewhere(std::size_t class_id) const;
  const std::vector<OtherClass>& derived_elsewhere(std::size_t class_id) const;

  void must_be_module(std::size_t class_id) const;

  PythonFile& file_;
  std::map<std::size_t, std::size_t> new_elements_;  // by container class: the number of elements that were added
  mutable std::map<std::size_t, std::vector<OtherClass>> derived_;
  NewNames& new_names_;
};

}  // namespace aimet
