#pragma once
// Code that goes through the children of modules: it would meet a new one.

#include <optional>
#include <string>
#include <vector>

#include "lib/edit/scopes.hpp"

namespace aimet {

struct Walk {
  StatementId statement = 0;
  // What it acts on, "torch.nn.Conv2d"; none: it acts on, or counts, every child.
  std::optional<std::vector<std::string>> types;
};

// .modules(), .children(), .apply(...), _modules and the like, in all of the file.
std::vector<Walk> find_walks(const PythonText& python, const Scopes& scopes);

}  // namespace aimet
