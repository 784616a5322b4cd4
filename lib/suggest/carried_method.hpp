// SPDX-License-Identifier: Apache-2.0
#pragma once
// Methods of an installed package's file that are written into a class of the user's.

#include <string>
#include <vector>

#include "lib/suggest/other_files.hpp"
#include "lib/suggest/python_file.hpp"

namespace aimet {

// From its line on, with the comments in it.
std::string text_of_method(const PythonText& python, const PythonMethod& method);

// The lines of the method as they stand in a class before the statement of the user's file: without annotations where
// that file does not have their names. Throws Refusal where the method would mean something else there.
std::vector<std::string> carried_method(const OtherFile& from, const PythonMethod& method, const PythonFile& to,
                                        StatementId place);

}  // namespace aimet
