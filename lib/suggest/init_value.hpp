// SPDX-License-Identifier: Apache-2.0
#pragma once
// Whether an expression of forward already has in __init__ the value that it has in every call.

#include <cstddef>
#include <optional>

#include "lib/suggest/group.hpp"
#include "lib/suggest/module_list.hpp"

namespace aimet {

// The statement of __init__ after which the value is known; 0 for a literal or a fixed name of the file. nullopt if the
// value may change, or if __init__ does not know it. `in_helper`: the statement is in a function outside of the class,
// where `self` is not the owner.
std::optional<StatementId> known_in_init(EditedFile& of, StatementId statement, NodeId node, std::size_t owner,
                                         bool in_helper);

// The same for a number of modules or iterations. Also accepts len(self.layers), arithmetic with it, and local names
// for these.
std::optional<StatementId> count_known_in_init(EditedFile& of, StatementId statement, NodeId node, std::size_t owner);

// The same for the length of self.NAME, if __init__ knows its number of modules (filled_in_init), or of a list that has
// one element for each of them.
std::optional<StatementId> list_known_in_init(EditedFile& of, StatementId statement, NodeId node, std::size_t owner,
                                              ModuleList::Kind kind);

}  // namespace aimet
