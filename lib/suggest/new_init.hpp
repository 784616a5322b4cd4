// SPDX-License-Identifier: Apache-2.0
#pragma once
// Adds an __init__ to a class of the user's that has none and so far uses that of its base.

#include <string>

#include "lib/suggest/python_file.hpp"

namespace aimet {

// Whether the class has one base, and nothing in it is named __init__. The caller knows that it is a module.
bool may_get_init(const PythonFile& file, std::size_t class_id);

// Appends the line, given without indent, to the new __init__. The first call creates the __init__ after the docstring
// and the attributes of the class, before its first method. It passes its arguments on to the base's, unless the base
// is torch.nn.Module. Throws Refusal.
void define_in_new_init(PythonFile& file, std::size_t class_id, const std::string& line);

}  // namespace aimet
