// SPDX-License-Identifier: Apache-2.0
#pragma once
// Which classes AIMET 2 can convert. QuantizationSimModel looks each module's exact class up in a registry and raises
// for a leaf that it does not find there (aimet_torch/v2/quantsim/quantsim.py, _convert_to_qmodule).

#include <string_view>

#include "lib/model/model.hpp"

namespace aimet {

enum class Conversion {
  converted,    // the class has a quantized definition
  exempt,       // left unchanged: Identity, containers, and modules without a forward
  looked_into,  // has children: these are converted, the module itself is not
  raises,
};

// What this version of AIMET does with the module; "" is the newest.
Conversion conversion(const Model& model, ModuleId id, std::string_view aimet_version);

// Whether torch.nn's class of this name ("GroupNorm") has a quantized definition.
bool is_registered_torch_nn(std::string_view class_name);

}  // namespace aimet
