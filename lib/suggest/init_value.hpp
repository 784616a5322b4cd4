// SPDX-License-Identifier: Apache-2.0
#pragma once
// Whether an expression of forward has, in __init__ already, the value that it has in every call.

#include <cstddef>
#include <optional>

#include "lib/suggest/group.hpp"
#include "lib/suggest/module_list.hpp"

namespace aimet {

// The statement of __init__ after which the value is known, 0 for a literal or a fixed name of the file. None where it
// may change, or where __init__ does not know it. `in_helper`: the statement is in a function outside of the class,
// where `self` is not the owner.
std::optional<StatementId> known_in_init(EditedFile& of, StatementId statement, NodeId node, std::size_t owner,
                                         bool in_helper);

// The same of a number of modules or rounds: len(self.layers) and arithmetic with it as well, also by local names.
std::optional<StatementId> count_known_in_init(EditedFile& of, StatementId statement, NodeId node, std::size_t owner);

// The same of self.NAME, modules of which __init__ knows the number (filled_in_init), and of a list that has an element
// for each of them.
std::optional<StatementId> list_known_in_init(EditedFile& of, StatementId statement, NodeId node, std::size_t owner,
                                              ModuleList::Kind kind);

}  // namespace aimet
