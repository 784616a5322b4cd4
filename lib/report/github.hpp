// SPDX-License-Identifier: Apache-2.0
#pragma once
// Workflow commands of GitHub Actions: one annotation a finding.

#include <string>

#include "lib/report/render.hpp"

namespace aimet {

std::string to_github(const Report& report, const RenderOptions& options);
std::string github_of_model(const ModelReport& model, const RenderOptions& options);

}  // namespace aimet
