// SPDX-License-Identifier: Apache-2.0
#pragma once
// Runs a selection of checks on one model.

#include <functional>
#include <string_view>
#include <vector>

#include "lib/check/check.hpp"

namespace aimet {

// Runs the checks in the given order. Calls `announce` with the id before each check. If a check throws, its result has
// the status error, and the other checks still run. Removes the findings in and below excluded modules, keeps the
// others in the order of the check (that of the model), and sets their fingerprints.
std::vector<CheckResult> run_checks(const std::vector<Check>& checks, const Model& model, const CheckOptions& options,
                                    const std::function<void(std::string_view id)>& announce);

}  // namespace aimet
