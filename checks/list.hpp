// SPDX-License-Identifier: Apache-2.0
#pragma once
// The program's own checks, sorted by id. To add one, add its source, its test, its section in checks/README.md and its
// row in list.cpp.

#include <vector>

#include "lib/check/check.hpp"

namespace aimet {

const std::vector<Check>& all_checks();

}  // namespace aimet
