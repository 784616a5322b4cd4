// SPDX-License-Identifier: Apache-2.0
#pragma once
// Plans the edits of the user's Python files for the findings of all models. Edits that are not certain to be correct
// are refused.

#include <string>
#include <vector>

#include "lib/report/render.hpp"

namespace aimet {

enum class Fixes {
  safe,    // the model computes the same for any input
  unsafe,  // also edits that keep the outputs only for inputs of the traced shapes
};

struct FileEdit {
  std::string shown;  // as in the diff
  std::string path;   // absolute
  std::string before;
  std::string after;
  std::string diff;
};

struct Edits {
  std::vector<FileEdit> files;  // sorted by name
  std::string diff;             // for patch -p0 or git apply -p0 in the working folder; "" if no edit is certain
};

// Sets `edit` of the findings of reused-module and missing-module.
Edits plan_edits(std::vector<ModelReport>& models, const RenderOptions& options, Fixes fixes);

}  // namespace aimet
