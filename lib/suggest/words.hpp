// SPDX-License-Identifier: Apache-2.0
#pragma once
// Names in the text of the user's Python files.

#include <string>

namespace aimet {

bool has_word(const std::string& text, const std::string& word);

// "relus" for "relu".
std::string plural(const std::string& name);

// Whether another Python file of the user's contains the name. true if there are too many files to search.
bool is_known_elsewhere(const std::string& path, const std::string& name);
// Whether another Python file of the user's may use a method of that name: on an object other than `self`, or by its
// name in a string. true if there are too many files to search.
bool is_called_elsewhere(const std::string& path, const std::string& name);

}  // namespace aimet
