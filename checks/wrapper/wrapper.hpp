// SPDX-License-Identifier: Apache-2.0
#pragma once
// The remedy for a model that takes or returns dicts, objects or other values than tensors: a module around it.

#include <optional>
#include <string>

#include "lib/model/model.hpp"

namespace aimet {

// Python to paste: a module that takes the model's input tensors, passes them as the model needs them, and returns the
// tensors of its result as a tuple. nullopt if the tensors of the result are not known.
std::optional<std::string> tensor_wrapper(const Model& model);

}  // namespace aimet
