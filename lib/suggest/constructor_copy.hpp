// SPDX-License-Identifier: Apache-2.0
#pragma once
// A second module that is constructed like the first one: "self.NAME = nn.ReLU()".

#include <string>

#include "lib/suggest/group.hpp"

namespace aimet {

// Returns the constructor call in `definition`, whose text may be repeated to make another module of the type. Throws
// Refusal if the statement is not a plain call of the class, or if a second call may have another effect.
NodeId must_be_copied(EditedFile& of, std::size_t class_id, StatementId definition, const std::string& type);

}  // namespace aimet
