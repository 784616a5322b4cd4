// SPDX-License-Identifier: Apache-2.0
#pragma once
// How a file imports a class of another package, and where it uses that name.

#include <optional>
#include <string>
#include <vector>

#include "lib/suggest/python_file.hpp"

namespace aimet {

// The name under which the file imports the class: "SElayer" for "from torchvision.ops.misc import SqueezeExcitation as
// SElayer", or for an import from a package that contains that module. nullopt if the file does not import the class,
// or imports it under several names.
std::optional<std::string> imported_name_of(const PythonFile& file, const std::string& type);

// The statements that use the imported class as a value that a derived class can replace: calls, arguments, defaults.
// Excluded are imports, the classes that derive from it, and isinstance, which is true for a derived class too. Throws
// Refusal if the class is used for anything else.
std::vector<StatementId> uses_of_import(const PythonFile& file, const std::string& name);

// The byte offsets at which the statement contains the name.
std::vector<std::size_t> places_of_name(const PythonFile& file, StatementId statement, const std::string& name);

// The statement at the top level of the file before which a class is defined so that the uses can see it: the first
// definition or use after the import. Throws Refusal if there is no such place.
StatementId place_of_class(const PythonFile& file, const std::string& name, const std::vector<StatementId>& uses);

}  // namespace aimet
