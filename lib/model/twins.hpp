// SPDX-License-Identifier: Apache-2.0
#pragma once
// Tells one object under two names from two modules with tied weights: the file contains the same tensors for both.

#include "lib/model/model.hpp"

namespace aimet {

// Sets Module::object to the module's own id if modules that seem to be one object are in fact two, so that
// shared-parameter reports the tensor and reused-module does not. Needs the modules and the calls.
//  - In a trace all calls of an object use one of its names: two names that are both called are two objects
//    (torch/jit/_trace.py, register_submods).
//  - In a script, leaves with one tensor that are both called have tied weights, as an embedding and its decoder do.
//    Leaves that share several tensors (weight, bias, statistics) are one object.
void separate_tied(Model& model);

}  // namespace aimet
