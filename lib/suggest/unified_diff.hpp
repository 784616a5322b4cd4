// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace aimet {

// A diff for patch -p0 and git apply -p0. A last line without a line end is marked as diff does.
std::string unified_diff(const std::string& name, const std::string& before, const std::string& after);

}  // namespace aimet
