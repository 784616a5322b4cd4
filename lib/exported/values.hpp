// SPDX-License-Identifier: Apache-2.0
#pragma once
// The inputs and outputs of a graph's ops, by their names in the program.

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "lib/exported/draft.hpp"
#include "lib/exported/places.hpp"
#include "lib/exported/tables.hpp"

namespace aimet {

// The names of one graph. A nested graph sees only its own inputs and results.
struct Scope {
  explicit Scope(const Json& graph);

  std::unordered_map<std::string_view, ValueId> values;
  std::unordered_map<std::string_view, Json> tensors;  // dtype and shape
};

class Values {
 public:
  Values(Draft& draft, Tables& tables, ModuleTable& modules) : draft_(draft), tables_(tables), modules_(modules) {}

  // Defines a new value of the graph, unless `name` is empty. Throws RunError(ErrorKind::corrupt) if the name is
  // already defined.
  static void define(Scope& scope, std::string_view name, ValueId value);
  ValueId define_tensor(Scope& scope, std::string_view name);
  // Defines what a graph or an op returns: a list of arguments, without strings and plain numbers.
  void define_all(Scope& scope, const Json& arguments, std::vector<ValueId>& values);
  // The names that `define_all` would define.
  static std::vector<std::string_view> names_in(const Json& arguments);

  // Notes that `value` is a parameter or buffer. It is read from its module where an op first uses it.
  void add_attribute(ValueId value, ModuleId owner, const std::string& name);

  // The value of an argument, {"as_tensor": {"name": "x"}} or any other. Throws RunError(ErrorKind::corrupt) if nothing
  // defines its name.
  ValueId argument(const Json& argument, const Scope& scope, const Place& place);
  // Appends the values of an argument, constants included, with lists taken apart. Skips graphs.
  void flatten(const Json& argument, const Scope& scope, const Place& place, std::vector<ValueId>& values);

  // Notes that a module of torch.nn ran an op in training mode.
  void note_training(ModuleId module);
  // Notes that an op of `module` takes `value` as its argument `name`. A layer of torch.nn that reads a tensor of
  // another module shares it.
  void note_use(ValueId value, ModuleId module, std::string_view name);

 private:
  struct Owned {
    ModuleId owner = kNone;
    std::string name;
    bool is_read = false;
  };
  ValueId named(std::string_view name, const Scope& scope, const Place& place);
  ValueId list(std::string_view tag, const Json& elements, const Scope& scope, const Place& place);

  Draft& draft_;
  Tables& tables_;
  ModuleTable& modules_;
  std::unordered_map<ValueId, Owned> attributes_;
};

}  // namespace aimet
