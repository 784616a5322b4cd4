// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace aimet {

// Throws Refusal unless the constructor is of torch.nn's or AIMET's, with literals: the text may come from the model.
void check_constructor(const std::string& constructor);

}  // namespace aimet
