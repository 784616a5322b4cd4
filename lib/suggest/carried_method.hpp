// SPDX-License-Identifier: Apache-2.0
#pragma once
// Methods of an installed package's file that are copied into a class of the user's.

#include <string>
#include <vector>

#include "lib/suggest/other_files.hpp"
#include "lib/suggest/python_file.hpp"

namespace aimet {

// The text of the method from the beginning of its first line, including its comments.
std::string text_of_method(const PythonText& python, const PythonMethod& method);

// The lines of the method, for a class before the statement `place` of the user's file. Annotations are removed if that
// file does not have their names. Throws Refusal if the method's names would mean something else there.
std::vector<std::string> carried_method(const OtherFile& from, const PythonMethod& method, const PythonFile& to,
                                        StatementId place);

}  // namespace aimet
