// SPDX-License-Identifier: Apache-2.0
#pragma once
// The arguments and results of forward: the graph's tensors, assembled into the containers that the user wrote.

#include "lib/exported/draft.hpp"
#include "lib/exported/modules.hpp"
#include "lib/exported/tables.hpp"
#include "lib/exported/values.hpp"

namespace aimet {

// Defines the graph's inputs, fills Model::inputs, and adds forward to the root's methods.
void read_inputs(const Json& graph_module, Scope& scope, Values& values, Draft& draft, Tables& tables,
                 ModuleTable& modules);
// Fills Model::outputs. Must be called after the nodes were read.
void read_outputs(const Json& graph_module, Scope& scope, Values& values, Draft& draft, Tables& tables,
                  ModuleTable& modules);

}  // namespace aimet
