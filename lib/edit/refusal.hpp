// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace aimet {

// Thrown if an edit is not certain to be correct; caught once per edit.
struct Refusal {
  std::string why;  // completes "no diff: "
};

}  // namespace aimet
