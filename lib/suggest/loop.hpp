// SPDX-License-Identifier: Apache-2.0
#pragma once
// A loop or comprehension of forward over modules or numbers that contains a line that needs a module per iteration.

#include <optional>
#include <string>
#include <vector>

#include "lib/suggest/iterations.hpp"

namespace aimet {

struct Loop {
  LoopHead head;
  Iterations iterations;  // the iterations in which the nodes run
};

// The loop whose body contains the nodes of the statement. nullopt if __init__ cannot count the iterations
// (iterations_of), or if there is another loop around it.
std::optional<Loop> loop_of(EditedFile& of, const Site& site, StatementId statement, const std::vector<NodeId>& nodes);

// "nn.ModuleList(nn.ReLU() for _ in self.layers)" for "nn.ReLU()".
std::string one_per_iteration(PythonFile& file, const Loop& loop, const std::string& module, StatementId at);

// Throws Refusal if module_of_iteration cannot change the head of the loop.
void must_be_free(PythonFile& file, const Loop& loop);

// Returns the expression of the iteration's module: "self.relus[i]", or "relu" after changing the head of the loop so
// that it iterates over both lists. `name`: the wanted name of that variable.
std::string module_of_iteration(PythonFile& file, const Loop& loop, const std::string& list, const std::string& name);

}  // namespace aimet
