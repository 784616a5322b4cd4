// SPDX-License-Identifier: Apache-2.0
#pragma once
// An __init__ for a class of the user's that has none: nn.Module's serves it until it defines a module.

#include <string>

#include "lib/suggest/python_file.hpp"

namespace aimet {

// torch.nn.Module is the one base, and nothing in the class is called __init__.
bool may_get_init(const PythonFile& file, std::size_t class_id);

// Writes the line, without its indent, as the last one of the __init__, which is made the first time: behind the
// docstring and the attributes of the class, before its first method. Throws Refusal.
void define_in_new_init(PythonFile& file, std::size_t class_id, const std::string& line);

}  // namespace aimet
