// SPDX-License-Identifier: Apache-2.0
#pragma once
// Workflow commands of GitHub Actions: one annotation for each cause of findings, check without a verdict, and error.

#include "lib/report/pieces.hpp"
#include "lib/report/render.hpp"

namespace aimet {

void put_github(Pieces& out, const ModelReport& model, const RenderOptions& options);

}  // namespace aimet
