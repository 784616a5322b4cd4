// SPDX-License-Identifier: Apache-2.0
#pragma once
// Where a module's class comes from, by its name.

#include <string>

#include "lib/model/model.hpp"

namespace aimet {

// `python_class` is qualified and without mangling: "torch.nn.modules.conv.Conv2d". "" is ClassOrigin::unknown.
ClassOrigin class_origin(const std::string& python_class);

}  // namespace aimet
