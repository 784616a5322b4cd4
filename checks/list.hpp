// SPDX-License-Identifier: Apache-2.0
#pragma once
// All checks, sorted by id. To add one: its .cpp, its test, its section in README.md here, its row in list.cpp.

#include <vector>

#include "lib/check/check.hpp"

namespace aimet {

const std::vector<Check>& all_checks();

}  // namespace aimet
