// SPDX-License-Identifier: Apache-2.0
#pragma once
// The explanations of the program's own checks, which --explain prints.

#include <string>
#include <string_view>

namespace aimet {

// The check's section of checks/README.md. Throws std::out_of_range for an unknown id.
std::string explanation(std::string_view id);

}  // namespace aimet
