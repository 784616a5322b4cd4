// SPDX-License-Identifier: Apache-2.0
#pragma once
// Adds an __init__ to a class of the user's that has none and so far uses that of nn.Module.

#include <string>

#include "lib/suggest/python_file.hpp"

namespace aimet {

// Whether torch.nn.Module is the only base, and nothing in the class is named __init__.
bool may_get_init(const PythonFile& file, std::size_t class_id);

// Appends the line, given without indent, to the new __init__. The first call creates the __init__ after the docstring
// and the attributes of the class, before its first method. Throws Refusal.
void define_in_new_init(PythonFile& file, std::size_t class_id, const std::string& line);

}  // namespace aimet
