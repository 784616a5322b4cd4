// SPDX-License-Identifier: Apache-2.0
#pragma once
// All checks, sorted by id. To add one: its .cpp, its test, its section in README.md here, its row in list.cpp.

#include <string>
#include <string_view>
#include <vector>

#include "lib/check/check.hpp"

namespace aimet {

const std::vector<Check>& all_checks();

// The check's section of checks/README.md, for --explain. Throws std::out_of_range for an unknown id.
std::string explanation(std::string_view id);

}  // namespace aimet
