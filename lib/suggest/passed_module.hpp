// SPDX-License-Identifier: Apache-2.0
#pragma once
// A function or method that one forward calls several times: each call passes the modules that it needs.

#include <string>
#include <vector>

#include "lib/suggest/planned_module.hpp"
#include "lib/suggest/site.hpp"

namespace aimet {

// All calls of the method with this scope: self.NAME(...) in methods of the class, its bases and the classes derived
// from it. Throws Refusal if other code may call the method, or if another method may override it.
std::vector<HelperCall> calls_of_method(EditedFile& of, std::size_t scope);

// The loop around the call; nullopt if the call is in no loop. Throws Refusal if __init__ cannot count its iterations.
std::optional<Loop> loop_around_call(EditedFile& of, const HelperCall& call);

// How often one forward runs the method that contains the call: 1 for forward itself, more if the method is called
// several times. 1 also if that is not known, because other code may call the method or a loop does.
std::size_t runs_of_caller(EditedFile& of, const HelperCall& call);

// Adds the parameter `name` to the function: before the others, but after `self` and the parameters added so far.
void add_parameter(PythonFile& file, const Scope& function, const std::string& name);
void add_argument(PythonFile& file, const HelperCall& call, const std::string& argument);

// Defines a module for each call of the function or method, and passes it as a new parameter. If one forward runs a
// caller several times, the caller gets the module as a parameter too. Returns the parameter's name. Throws Refusal
// before it changes anything.
std::string pass_modules(EditedFile& of, std::size_t scope, const std::vector<HelperCall>& calls,
                         const PlannedModule& module);

// Adds a parameter to the function, named `wanted` or wanted_2, ..., and passes the value for each call, in their
// order. Returns the parameter's name.
std::string pass_values(PythonFile& file, std::size_t scope, const std::vector<HelperCall>& calls,
                        const std::string& wanted, const std::vector<std::string>& values);

}  // namespace aimet
