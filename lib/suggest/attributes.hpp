// SPDX-License-Identifier: Apache-2.0
#pragma once
// Where Python code names the attributes of a module.

#include <optional>
#include <string>
#include <string_view>

#include "lib/suggest/other_files.hpp"

namespace aimet {

// Whether torch.nn.Module itself has it (PyTorch 1.13): a module of that name would hide it.
bool is_member_of_module(std::string_view name);

// ".NAME" at the token, and by whom: "self", another name, or "" for the value of an expression.
std::optional<std::string_view> owner_of(const PythonText& python, StatementId id, std::size_t i);

// getattr(x, "NAME") and the like.
bool names_attribute(const PythonText& python, StatementId id, std::size_t i, const std::string& name);

// The class has the attribute, or the method, or takes it by name.
bool mentions(const OtherClass& of, const std::string& name);

}  // namespace aimet
