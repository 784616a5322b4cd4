// SPDX-License-Identifier: Apache-2.0
#pragma once
// A function or method that one forward calls several times: each call passes the modules that it needs.

#include <string>
#include <vector>

#include "lib/suggest/planned_module.hpp"
#include "lib/suggest/site.hpp"

namespace aimet {

// All calls of the method that the scope is: self.NAME(...) in methods of the class, or of those that derive from it.
// Throws Refusal where anything else may call it, or where another method may take its place.
std::vector<HelperCall> calls_of_method(EditedFile& of, std::size_t scope);

// The loop around the call; none where the call is in no loop. Throws Refusal where __init__ cannot count its rounds.
std::optional<Loop> loop_around_call(EditedFile& of, const HelperCall& call);

// "name" as a parameter of the function, before the others, behind `self` and those that are added already.
void add_parameter(PythonFile& file, const Scope& function, const std::string& name);
void add_argument(PythonFile& file, const HelperCall& call, const std::string& argument);

// A module for each call of the function or method, which gets it as a new parameter. The parameter's name. Throws
// Refusal before it changes anything.
std::string pass_modules(EditedFile& of, std::size_t scope, const std::vector<HelperCall>& calls,
                         const PlannedModule& module);

}  // namespace aimet
