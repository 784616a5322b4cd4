#pragma once
// A loop of forward over modules or numbers, where one line needs a module for each round.

#include <optional>
#include <string>

#include "lib/suggest/class_editor.hpp"
#include "lib/suggest/site.hpp"

namespace aimet {

struct Loop {
  StatementId header = 0;
  std::string list;     // "layers": of `for layer in self.layers`; "" for a range
  std::string rounds;   // what is gone through, as __init__ may write it: "self.layers", "range(3)"
  std::string counter;  // the name that counts the rounds from 0; "" for a loop without a counter
};

// The loop whose body, outside of any condition, holds the statement. None where it is not of a form that has as many
// rounds as __init__ can count: `for layer in self.layers`, `for i, layer in enumerate(self.layers)`,
// `for i in range(3)`, `for i in range(len(self.layers))`; the list is a ModuleList or Sequential that only __init__
// fills.
std::optional<Loop> loop_of(PythonFile& file, const ClassEditor& classes, const Site& site, StatementId statement);

// The last statement at the top of __init__ that fills the list; none for a range.
std::optional<StatementId> end_of_list(PythonFile& file, std::size_t class_id, const Loop& loop);

// "nn.ModuleList(nn.ReLU() for _ in self.layers)" of "nn.ReLU()".
std::string one_per_round(PythonFile& file, const Loop& loop, const std::string& module, StatementId at);

// What calls the module of the round: "self.relus[i]", or "relu" where the header goes through both lists from now on.
// `name` is a name for it.
std::string module_of_round(PythonFile& file, const Loop& loop, const std::string& list, const std::string& name);

}  // namespace aimet
