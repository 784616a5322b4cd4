// SPDX-License-Identifier: Apache-2.0
#pragma once
// Attributes that hold modules of which __init__ knows the number.

#include <optional>
#include <string>

#include "lib/suggest/group.hpp"

namespace aimet {

struct ModuleList {
  enum class Kind { sequence, dict };  // torch.nn.ModuleList and Sequential, torch.nn.ModuleDict
  std::string name;
  Kind kind = Kind::sequence;
};

// The last statement of the class's __init__ that fills the list. None where other code may fill it as well, or where
// it is not defined once, at the top of __init__.
std::optional<StatementId> filled_in_init(EditedFile& of, std::size_t class_id, const ModuleList& list);

}  // namespace aimet
