// SPDX-License-Identifier: Apache-2.0
#pragma once
// What forward takes and returns: the tensors of the graph, put together into the arguments that the user wrote.

#include "lib/exported/draft.hpp"
#include "lib/exported/modules.hpp"
#include "lib/exported/tables.hpp"
#include "lib/exported/values.hpp"

namespace aimet {

// Defines the graph's inputs, and Model::inputs. Adds forward to the root's methods.
void read_inputs(const Json& graph_module, Scope& scope, Values& values, Draft& draft, Tables& tables,
                 ModuleTable& modules);
// Model::outputs. To be called after the nodes were read.
void read_outputs(const Json& graph_module, Scope& scope, Values& values, Draft& draft, Tables& tables,
                  ModuleTable& modules);

}  // namespace aimet
