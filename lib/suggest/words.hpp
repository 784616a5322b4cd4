// SPDX-License-Identifier: Apache-2.0
#pragma once
// Names in the text of the user's Python files.

#include <string>

namespace aimet {

bool has_word(const std::string& text, const std::string& word);

// Whether another Python file of the user's has the name. Too many files to look through count as one that has it.
bool is_known_elsewhere(const std::string& path, const std::string& name);

}  // namespace aimet
