// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace aimet {

// As patch -p0 and git apply -p0 take it; a last line without an end is marked as diff does.
std::string unified_diff(const std::string& name, const std::string& before, const std::string& after);

}  // namespace aimet
