// SPDX-License-Identifier: Apache-2.0
#pragma once
// The values that the ops of a graph take and give, by the names of the program.

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "lib/exported/draft.hpp"
#include "lib/exported/places.hpp"
#include "lib/exported/tables.hpp"

namespace aimet {

// One graph: a graph inside of another sees its own inputs and results alone.
struct Scope {
  explicit Scope(const Json& graph);

  std::unordered_map<std::string_view, ValueId> values;
  std::unordered_map<std::string_view, Json> tensors;  // dtype and shape
};

class Values {
 public:
  Values(Draft& draft, Tables& tables, ModuleTable& modules) : draft_(draft), tables_(tables), modules_(modules) {}

  // A new value of the graph. Throws RunError(kCorrupt) for a name that is there.
  static void define(Scope& scope, std::string_view name, ValueId value);
  ValueId define_tensor(Scope& scope, std::string_view name);
  // What a graph or an op returns: a list of arguments, of which texts and numbers are passed over.
  void define_all(Scope& scope, const Json& arguments, std::vector<ValueId>& values);
  // The names that `define_all` would define.
  static std::vector<std::string_view> names_in(const Json& arguments);

  // A parameter or buffer: it is read from its module where an op first takes it.
  void add_attribute(ValueId value, ModuleId owner, const std::string& name);

  // {"as_tensor": {"name": "x"}} or any other. Throws RunError(kCorrupt) for a name that nothing defines.
  ValueId argument(const Json& argument, const Scope& scope, const Place& place);
  // The values in it, lists taken apart; constants are passed over.
  void flatten(const Json& argument, const Scope& scope, const Place& place, std::vector<ValueId>& values);

  // Notes that an op of `module` takes `value` as its argument `name`: a layer of torch.nn that reads the tensor of
  // another module shares it.
  void note_training(ModuleId module);
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
