// SPDX-License-Identifier: Apache-2.0
#pragma once
// The imports of a Python file, and where isort would put a new one.

#include <optional>
#include <string>
#include <vector>

#include "lib/edit/python_text.hpp"

namespace aimet {

// "import a.b as c" is {"a.b", "c"}, "import a.b" {"a.b", "a.b"}, "from a import b" {"a.b", "b"}.
struct Import {
  std::string module;
  std::string name;
};

// What the statement imports; empty if it is not an import.
std::vector<Import> read_import(const PythonText& python, std::size_t statement);

struct ImportPlace {
  std::size_t statement = 0;
  bool before = false;  // else after the statement
};

// Where "from MODULE import NAME" (or "import MODULE") belongs in the section of imports that contains torch: in order
// if the section is sorted, else at its end. After the last import if the file does not import torch. nullopt if there
// is no import at the top of the file.
std::optional<ImportPlace> place_of_import(const PythonText& python, const std::string& module, bool is_from);

// Where "import MODULE" belongs if MODULE is in Python's standard library: among the first imports, in alphabetical
// order. `opens_section`: the first import is not of the standard library, and isort separates the two sections with an
// empty line. nullopt if there is no import at the top of the file.
struct StandardPlace {
  ImportPlace place;
  bool opens_section = false;
};
std::optional<StandardPlace> place_of_standard_import(const PythonText& python, const std::string& module);

}  // namespace aimet
