#pragma once
// Which modules the head of a Python file imports, and by what name.

#include <optional>
#include <string>
#include <string_view>

#include "lib/edit/class_place.hpp"

namespace aimet {

// What "torch.nn" is called in the file: "nn", "torch.nn"; none if the file imports neither.
std::optional<std::string> name_of_torch_nn(const PythonText& python);

// Whether "import MODULE" stands there, so that MODULE.Class can be written.
bool imports(const PythonText& python, std::string_view module);

// The last import at the top level before the first class.
std::optional<StatementId> last_import(const PythonText& python);

}  // namespace aimet
