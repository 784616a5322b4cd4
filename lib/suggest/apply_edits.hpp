// SPDX-License-Identifier: Apache-2.0
#pragma once
// Writes edits into the user's Python files.

#include <string>
#include <vector>

#include "lib/report/report.hpp"
#include "lib/suggest/suggest_edits.hpp"

namespace aimet {

// Writes each file whole or not at all, and keeps its mode. Never writes outside of `folder`, links included. Sets
// `written` in the findings' edits, or `refused` if the file could not be written.
std::vector<AppliedFix> apply_edits(const Edits& edits, std::vector<ModelReport>& models, const std::string& folder);

}  // namespace aimet
