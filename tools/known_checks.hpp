// SPDX-License-Identifier: Apache-2.0
#pragma once
// The checks of this run: the program's, the rules of the config, and those of check libraries. The last two are set
// once, before anything asks; after that nothing changes.

#include <string>
#include <vector>

#include "lib/check/check.hpp"

namespace aimet {

// Sorted by id.
const std::vector<Check>& known_checks();
// Throws std::out_of_range for an unknown id.
std::string explanation_of(const std::string& id);

// Replaces those that were set before.
void set_rule_checks(std::vector<Check> checks);
void set_library_checks(std::vector<Check> checks);

}  // namespace aimet
