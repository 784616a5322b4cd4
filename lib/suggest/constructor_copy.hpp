// SPDX-License-Identifier: Apache-2.0
#pragma once
// A second module that is constructed like the first one: "self.NAME = nn.ReLU()".

#include <string>

#include "lib/suggest/group.hpp"

namespace aimet {

// Returns the constructor call in `definition`, whose text may be repeated to make another module of the type. Throws
// Refusal if the statement is not a plain call of the class, or if a second call may have another effect.
NodeId must_be_copied(EditedFile& of, std::size_t class_id, StatementId definition, const std::string& type);

// Returns the text, for the line after `definition`, that makes another module like the one that the statement sets:
// its constructor call, or a deep copy if that call may not be repeated. The module must have no parameters or buffers,
// which the two would no longer share. Throws Refusal if the class may not have another module.
std::string another_module(EditedFile& of, std::size_t class_id, StatementId definition, const std::string& type);

// "copy.deepcopy(OBJECT)", as the file spells it at the statement.
std::string deep_copy(PythonFile& file, StatementId statement, const std::string& object);

}  // namespace aimet
