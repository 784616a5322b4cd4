// SPDX-License-Identifier: Apache-2.0
#pragma once
// How Python code refers to the attributes of a module.

#include <optional>
#include <string>
#include <string_view>

#include "lib/suggest/other_files.hpp"
#include "lib/suggest/python_file.hpp"

namespace aimet {

// Whether torch.nn.Module itself has a member of the name (PyTorch 1.13). A new module of that name would hide it.
bool is_member_of_module(std::string_view name);

// The owner of ".NAME" at the token: "self", another name, or "" for the value of an expression. nullopt if the token
// does not follow a dot.
std::optional<std::string_view> owner_of(const PythonText& python, StatementId id, std::size_t i);

// Whether the token is "NAME" in getattr(x, "NAME") or the like.
bool names_attribute(const PythonText& python, StatementId id, std::size_t i, const std::string& name);

// Whether the attribute at the token is used where no module can be: as an index, as an operand, as an argument of a
// layer of torch.nn or of a builtin such as int. So `ACT[config.act]` is not a use of a module named `act`.
bool is_plain_value(PythonFile& file, StatementId id, std::size_t i);

// Whether the class has an attribute or a method of the name, or uses the name in getattr or the like.
bool mentions(const OtherClass& of, const std::string& name);

}  // namespace aimet
