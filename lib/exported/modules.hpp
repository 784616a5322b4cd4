// SPDX-License-Identifier: Apache-2.0
#pragma once
// The module tree of an exported program, and which of its paths name the same Python object.

#include <string>
#include <unordered_map>
#include <vector>

#include "lib/exported/frames.hpp"
#include "lib/exported/tensors.hpp"
#include "lib/model/model.hpp"

namespace aimet {

struct ModuleTable {
  IdVector<ModuleId, Module> modules;  // pre-order, 0 is the root
  std::unordered_map<std::string, ModuleId> by_path;
};

struct ModuleEvidence {
  std::vector<std::string> listed;         // module_call_graph: every module in order of registration
  std::vector<const ModuleStack*> stacks;  // each distinct one
  const std::vector<NamedTensor>* tensors = nullptr;
  bool whole_state = false;  // `tensors` are all tensors of the model, each under every name
};

// Throws RunError: ErrorKind::limit (too many modules, or nested too deep), corrupt (a path with an empty name).
ModuleTable build_modules(const ModuleEvidence& evidence);

// "layer1.0.conv.weight" -> "layer1.0.conv" and "weight"
std::pair<std::string, std::string> split_tensor_name(const std::string& name);

}  // namespace aimet
