// SPDX-License-Identifier: Apache-2.0
#pragma once
// The Python that constructs a module for an op, with the arguments that the op was called with.

#include <optional>
#include <string>

#include "lib/check/finding.hpp"
#include "lib/model/model.hpp"

namespace aimet {

// "torch.nn.MaxPool2d(3, stride=2)"; nullopt if there is no such module, or the file lacks an argument. Argument
// orders: the schemas of aten/src/ATen/native/native_functions.yaml and the constructors of torch.nn (PyTorch 1.13).
std::optional<Constructor> constructor_for_op(const Model& model, OpId op);

// The same for the existing torch.nn module of the call: its class, and the arguments of its op.
std::optional<Constructor> constructor_for_call(const Model& model, CallId call);

// The first of `wanted`, wanted_2, wanted_3, ... that the module does not use yet, counted from number `first`.
std::string free_name(const Model& model, ModuleId module, const std::string& wanted, int first);

}  // namespace aimet
