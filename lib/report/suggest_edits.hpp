#pragma once
// From findings to a diff of the user's Python: the edits that are certain, those of all models in one diff per file.

#include <string>
#include <vector>

#include "lib/report/render.hpp"

namespace aimet {

// Sets `edit` of the findings of reused-module and missing-module. The diff is to be applied in the working folder,
// with patch -p0 or git apply -p0; "" if no edit is certain.
std::string suggest_edits(std::vector<ModelReport>& models, const RenderOptions& options);

}  // namespace aimet
