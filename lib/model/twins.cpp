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

// Whether the parent is one object under two names: then everything below it is as well.
bool is_below_a_twin(const Model& model, const Module& module) {
  return module.parent != kNone && model.module(module.parent).object != module.parent;
}

}  // namespace

void separate_tied(Model& model) {
  IdVector<ModuleId, bool> called(model.modules.size(), false);
  for (const Call& call : model.calls) {
    if (call.kind == CallKind::forward && call.module != kNone) called[call.module] = true;
  }
  IdVector<ModuleId, ModuleId> first_called(model.modules.size(), kNone);  // by object
  IdVector<ModuleId, ModuleId> object(model.modules.size());
  for (const ModuleId id : model.modules.ids()) {
    const Module& module = model.module(id);
    object[id] = module.object;
    if (!called[id]) continue;
    ModuleId& first = first_called[module.object];
    const bool is_tied =
        module.traced || (module.is_leaf() && tensors_of(module) == 1 && !is_below_a_twin(model, module));
    if (first != kNone && first != id && is_tied) object[id] = id;
    if (first == kNone) first = id;
  }
  for (const ModuleId id : model.modules.ids()) model.modules[id].object = object[id];
}

}  // namespace aimet
