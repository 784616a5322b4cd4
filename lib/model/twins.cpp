// SPDX-License-Identifier: Apache-2.0
#include "lib/model/twins.hpp"

#include <algorithm>
#include <vector>

namespace aimet {
namespace {

std::size_t tensors_of(const Module& module) {
  return static_cast<std::size_t>(std::count_if(module.parameters.begin(), module.parameters.end(),
                                                [](const Parameter& p) { return p.storage != kNone; }));
}

// Below a container that is one object under two names, so is everything.
bool is_below_a_twin(const Model& model, const Module& module) {
  return module.parent != kNone && model.module(module.parent).object != module.parent;
}

}  // namespace

void separate_tied(Model& model) {
  IdVector<bool> called(model.modules.size(), false);
  for (const Call& call : model.calls) {
    if (call.kind == CallKind::forward && call.module != kNone) called[call.module] = true;
  }
  IdVector<ModuleId> first_called(model.modules.size(), kNone);  // by object
  std::vector<ModuleId> object(model.modules.size());
  for (std::size_t i = 0; i < model.modules.size(); ++i) {
    const Module& module = model.modules[i];
    const auto id = static_cast<ModuleId>(i);
    object[i] = module.object;
    if (!called[i]) continue;
    ModuleId& first = first_called[module.object];
    const bool is_tied =
        module.traced || (module.is_leaf() && tensors_of(module) == 1 && !is_below_a_twin(model, module));
    if (first != kNone && first != id && is_tied) object[i] = id;
    if (first == kNone) first = id;
  }
  for (std::size_t i = 0; i < model.modules.size(); ++i) model.modules[i].object = object[i];
}

}  // namespace aimet
