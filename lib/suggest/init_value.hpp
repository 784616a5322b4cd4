#pragma once
// Whether an expression of forward has, in __init__ already, the value that it has in every call.

#include <cstddef>
#include <optional>

#include "lib/suggest/group.hpp"

namespace aimet {

// The statement of __init__ after which the value is known, 0 for a literal or a fixed name of the file. None where it
// may change, or where __init__ does not know it. `in_helper`: the statement is in a function outside of the class,
// where `self` is not the owner.
std::optional<StatementId> known_in_init(EditedFile& of, StatementId statement, NodeId node, std::size_t owner,
                                         bool in_helper);

}  // namespace aimet
