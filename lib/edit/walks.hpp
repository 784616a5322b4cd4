// SPDX-License-Identifier: Apache-2.0
#pragma once
// Code that goes through the children of modules: it would meet a new one.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lib/edit/scopes.hpp"

namespace aimet {

struct Walk {
  StatementId statement = 0;
  // What it acts on: "torch.nn.Conv2d", or "*Conv*" by a part of the class's name; none: it acts on, or counts, every
  // child.
  std::optional<std::vector<std::string>> types;
};

// Whether a module of the class ("torch.nn.ReLU") is among these.
bool meets(const Walk& walk, std::string_view type);

// .modules(), .children(), .apply(...), _modules and the like, in all of the file.
std::vector<Walk> find_walks(const PythonText& python, const Scopes& scopes);

}  // namespace aimet
