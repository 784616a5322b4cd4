// SPDX-License-Identifier: Apache-2.0
#pragma once
// A suggestion as Python to paste.

#include <string>

#include "lib/check/finding.hpp"

namespace aimet {

std::string constructor_text(const Constructor& constructor);  // "torch.nn.MaxPool2d(3, stride=2)"
std::string define_text(const Suggestion& suggestion);         // for __init__: "self.relu_2 = torch.nn.ReLU()"
std::string use_text(const Suggestion& suggestion);            // for forward: "self.relu_2(x)"

}  // namespace aimet
