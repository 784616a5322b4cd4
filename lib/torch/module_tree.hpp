// SPDX-License-Identifier: Apache-2.0
#pragma once
// The module tree as facts, and the live object of each module.

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

  // The child of `parent` in the attribute `name`; kNone if the attribute is not a module.
  ModuleId child(ModuleId parent, const std::string& name) const;
};

// Throws RunError(ErrorKind::limit) if the tree is deeper than 200 or has more than a million modules: no model has
// that, a bomb does.
ModuleTree read_module_tree(const torch::jit::Module& root, FactTables& tables);

}  // namespace aimet
