// SPDX-License-Identifier: Apache-2.0
#pragma once
// The imports of a Python file, and where isort would put another.

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

// What the statement imports; none for another statement.
std::vector<Import> read_import(const PythonText& python, std::size_t statement);

struct ImportPlace {
  std::size_t statement = 0;
  bool before = false;  // else after it
};

// Where "from MODULE import NAME" (or "import MODULE") belongs among the imports of torch, sorted where they are. None
// for a file that imports nothing at its top.
std::optional<ImportPlace> place_of_import(const PythonText& python, const std::string& module, bool is_from);

// Where "import MODULE" belongs, of a module that comes with Python: among the first imports, before what follows it in
// the alphabet. `opens_section`: others follow that do not come with Python, as isort separates them.
struct StandardPlace {
  ImportPlace place;
  bool opens_section = false;
};
std::optional<StandardPlace> place_of_standard_import(const PythonText& python, const std::string& module);

}  // namespace aimet
