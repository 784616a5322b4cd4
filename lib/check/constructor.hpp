// SPDX-License-Identifier: Apache-2.0
#pragma once
// The Python that makes a module for an op, with the arguments that the op was called with.

#include <optional>
#include <string>

#include "lib/check/finding.hpp"
#include "lib/model/model.hpp"

namespace aimet {

// "torch.nn.MaxPool2d(3, stride=2)"; none where the file does not hold all that is needed. Argument orders: the schemas
// of aten/src/ATen/native/native_functions.yaml and the constructors of torch.nn (PyTorch 1.13).
std::optional<Constructor> constructor_for_op(const Model& model, OpId op);

// The same for a module that is there already: its class, and the arguments as its own op shows them.
std::optional<Constructor> constructor_for_call(const Model& model, CallId call);

// `wanted`, or wanted_2, wanted_3, ...: the first name that the module does not use yet.
std::string free_name(const Model& model, ModuleId module, const std::string& wanted, int first);

}  // namespace aimet
