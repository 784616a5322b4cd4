// SPDX-License-Identifier: Apache-2.0
#pragma once
// The remedy for a model that takes or returns dicts, objects and other things than tensors: a module around it.

#include <optional>
#include <string>

#include "lib/model/model.hpp"

namespace aimet {

// Python to paste: a module that takes the tensors that the model was given, hands them on as the model wants them, and
// returns the tensors of its result as a tuple. Nullopt where no tensor is known to come back.
std::optional<std::string> tensor_wrapper(const Model& model);

}  // namespace aimet
