// SPDX-License-Identifier: Apache-2.0
#pragma once
// Code that iterates over the children of modules, and would reach a new module.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lib/edit/scopes.hpp"

namespace aimet {

struct Walk {
  StatementId statement = 0;
  // The classes that it acts on: "torch.nn.Conv2d", or "*Conv*" for a part of the class name. nullopt if it acts on, or
  // counts, every child.
  std::optional<std::vector<std::string>> types;
};

// Whether the walk acts on modules of the class ("torch.nn.ReLU").
bool meets(const Walk& walk, std::string_view type);

// Finds .modules(), .children(), .apply(...), _modules and the like in the whole file.
std::vector<Walk> find_walks(const PythonText& python, const Scopes& scopes);

}  // namespace aimet
