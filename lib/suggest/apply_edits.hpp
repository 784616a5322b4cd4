// SPDX-License-Identifier: Apache-2.0
#pragma once
// Writes edits into the user's Python files.

#include <string>
#include <vector>

#include "lib/report/report.hpp"
#include "lib/suggest/suggest_edits.hpp"

namespace aimet {

// Each file whole or not at all; its mode stays. Never outside of the folder, by whatever link. Sets `written` of the
// findings' edits, and `refused` where a file could not be written.
std::vector<AppliedFix> apply_edits(const Edits& edits, std::vector<ModelReport>& models, const std::string& folder);

}  // namespace aimet
