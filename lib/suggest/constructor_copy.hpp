// SPDX-License-Identifier: Apache-2.0
#pragma once
// A second module that is made as the first is: "self.NAME = nn.ReLU()".

#include <string>

#include "lib/suggest/group.hpp"

namespace aimet {

// The call in the definition that makes a module of the type, whose text may be written again: its arguments are
// evaluated twice. Throws Refusal where the statement is not that, or where making another may do more.
NodeId must_be_copied(EditedFile& of, std::size_t class_id, StatementId definition, const std::string& type);

}  // namespace aimet
