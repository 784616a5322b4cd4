// SPDX-License-Identifier: Apache-2.0
#pragma once
// One object under two names, or two modules whose weights are tied: the file holds the same tensors for both.

#include "lib/model/model.hpp"

namespace aimet {

// Gives modules that share an object numbers of their own where they are two after all, so that shared-parameter
// reports the tensor and reused-module does not. Needs the modules and the calls.
//  - In a trace each call goes to one name of an object: names that are both called are two objects
//    (torch/jit/_trace.py, register_submods).
//  - In a script a leaf with one tensor whose names are both called has tied weights, as an embedding and its decoder
//  do;
//    one that shares all of several tensors (weight, bias, statistics) is one object.
void separate_tied(Model& model);

}  // namespace aimet
