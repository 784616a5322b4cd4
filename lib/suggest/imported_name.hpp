// SPDX-License-Identifier: Apache-2.0
#pragma once
// How a file imports a class of another package, and where it uses that name.

#include <optional>
#include <string>
#include <vector>

#include "lib/suggest/python_file.hpp"

namespace aimet {

// "SElayer", where the file has "from torchvision.ops.misc import SqueezeExcitation as SElayer" or imports it from a
// package around that module. None where it imports it not at all, or under several names.
std::optional<std::string> imported_name_of(const PythonFile& file, const std::string& type);

// The statements that take the imported class for a value, which another class may be as well: calls of it, arguments,
// defaults. Not imports, nor the classes that derive from it, nor isinstance, for which a class that derives counts.
// Throws Refusal where more than that is done with it.
std::vector<StatementId> uses_of_import(const PythonFile& file, const std::string& name);

// The bytes at which the statement has the name.
std::vector<std::size_t> places_of_name(const PythonFile& file, StatementId statement, const std::string& name);

// The statement at the top of the file before which a class is defined that the uses know: the first definition, or the
// first use. Throws Refusal.
StatementId place_of_class(const PythonFile& file, const std::string& name, const std::vector<StatementId>& uses);

}  // namespace aimet
