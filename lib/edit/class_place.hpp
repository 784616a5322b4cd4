#pragma once
// Where in a class of a Python file something stands, and where something new may stand.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "lib/edit/python_text.hpp"

namespace aimet {

using StatementId = std::size_t;

// Statements from the first to the one before the last.
struct StatementRange {
  StatementId first = 0;
  StatementId last = 0;
};

struct MethodPlace {
  std::string class_name;
  StatementRange class_body;
  StatementRange method_body;
  bool in_loop = false;
};

std::optional<StatementId> statement_at(const PythonText& python, int line);

// The method with a first argument `self` that holds the statement, in a class at the top of the file.
std::optional<MethodPlace> method_around(const PythonText& python, StatementId statement);

// Whether the class is a torch.nn.Module through classes of this file only. A container (torch.nn.Sequential,
// ModuleDict) would take a new attribute for an element.
bool is_plain_module(const PythonText& python, const MethodPlace& place);

// The body of the class's only __init__, if it calls super().__init__ and never returns early.
std::optional<StatementRange> find_init(const PythonText& python, const MethodPlace& place);

// The only statement of the range that is "self.NAME = ...".
std::optional<StatementId> find_definition(const PythonText& python, StatementRange range, std::string_view name);

// The last "self.NAME = ..." that runs in any case, or the call of super().__init__.
std::optional<StatementId> last_definition(const PythonText& python, StatementRange init);

bool mentions(const PythonText& python, StatementRange range, std::string_view name);

// `wanted`, wanted_2, ...: the first that is no attribute of the class.
std::string unused_name(const PythonText& python, StatementRange class_body, const std::string& wanted, int first);

// The nearest statement before this one in the method that mentions the name.
std::optional<StatementId> last_mention(const PythonText& python, const MethodPlace& place, StatementId before,
                                        std::string_view name);

}  // namespace aimet
