// SPDX-License-Identifier: Apache-2.0
#pragma once
// The checks of this run: those of the program, the rules of the config, and those of check libraries. The last two are
// set before the list is used, and do not change afterwards.

#include <string>
#include <vector>

#include "lib/check/check.hpp"

namespace aimet {

// Sorted by id.
const std::vector<Check>& known_checks();
// Returns the Markdown for --explain. Throws std::out_of_range for an unknown id.
std::string explanation_of(const std::string& id);

// Each replaces the checks that it set before.
void set_rule_checks(std::vector<Check> checks);
void set_library_checks(std::vector<Check> checks);

}  // namespace aimet
