// SPDX-License-Identifier: Apache-2.0
#pragma once
// The module tree as facts, and the way back from a fact to the live object.

#include <torch/csrc/jit/api/module.h>

#include <string>
#include <unordered_map>
#include <vector>

#include "lib/model/model.hpp"
#include "lib/torch/facts.hpp"

namespace aimet {

struct ModuleTree {
  IdVector<ModuleId, Module> modules;                                   // pre-order, 0 is the root
  IdVector<ModuleId, c10::intrusive_ptr<c10::ivalue::Object>> objects;  // parallel to modules

  std::unordered_map<std::string, ModuleId> by_path;

  // The child of `parent` that the attribute `name` holds; kNone if that is no module.
  ModuleId child(ModuleId parent, const std::string& name) const;
};

// Throws RunError(kLimit) for a tree deeper than 200 or wider than a million modules: no model has that, a bomb does.
ModuleTree read_module_tree(const torch::jit::Module& root, FactTables& tables);

}  // namespace aimet
