// SPDX-License-Identifier: Apache-2.0
#pragma once
// Attributes that are lists of modules whose length __init__ knows.

#include <optional>
#include <string>

#include "lib/suggest/group.hpp"

namespace aimet {

struct ModuleList {
  enum class Kind { sequence, dict };  // torch.nn.ModuleList and Sequential, torch.nn.ModuleDict
  std::string name;
  Kind kind = Kind::sequence;
};

// The last statement of the class's __init__ that fills the list. nullopt if other code may fill it as well, or if it
// is not defined exactly once, at the top level of __init__.
std::optional<StatementId> filled_in_init(EditedFile& of, std::size_t class_id, const ModuleList& list);

}  // namespace aimet
