// SPDX-License-Identifier: Apache-2.0
#pragma once
// Names in the text of the user's Python files.

#include <string>

namespace aimet {

bool has_word(const std::string& text, const std::string& word);

// "relus" of "relu".
std::string plural(const std::string& name);

// Whether another Python file of the user's has the name. Too many files to look through count as one that has it.
bool is_known_elsewhere(const std::string& path, const std::string& name);
// Whether one calls a method of that name on anything but `self`, or may take it by its name. Too many files count as
// one that does.
bool is_called_elsewhere(const std::string& path, const std::string& name);

}  // namespace aimet
