// SPDX-License-Identifier: Apache-2.0
#pragma once
// A loop or comprehension of forward over modules or numbers, where one line needs a module for each round.

#include <optional>
#include <string>
#include <vector>

#include "lib/suggest/rounds.hpp"

namespace aimet {

struct Loop {
  LoopHead head;
  Rounds rounds;  // in which the nodes run
};

// The loop whose body holds the nodes of the statement. None where __init__ cannot count the rounds (rounds_of), or
// where another loop is around it.
std::optional<Loop> loop_of(EditedFile& of, const Site& site, StatementId statement, const std::vector<NodeId>& nodes);

// "nn.ModuleList(nn.ReLU() for _ in self.layers)" of "nn.ReLU()".
std::string one_per_round(PythonFile& file, const Loop& loop, const std::string& module, StatementId at);

// Throws Refusal where module_of_round cannot change the head of the loop.
void must_be_free(PythonFile& file, const Loop& loop);

// What calls the module of the round: "self.relus[i]", or "relu" where the header goes through both lists from now on.
// `name` is a name for it.
std::string module_of_round(PythonFile& file, const Loop& loop, const std::string& list, const std::string& name);

}  // namespace aimet
