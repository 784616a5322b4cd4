// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace aimet {

// Throws Refusal unless the text is one call of a torch.nn or AIMET class with literal arguments. The text may come
// from the model, so it is not trusted.
void check_constructor(const std::string& constructor);

}  // namespace aimet
