// SPDX-License-Identifier: Apache-2.0
#pragma once
// The text report: AIMET's own sentences, and below each the lines to change.

#include <string>

#include "lib/report/render.hpp"

namespace aimet {

// "traced, observed in a run"
std::string how_it_was_read(const ModelReport& model);
std::string text_of_model(const ModelReport& model, const RenderOptions& options);
std::string text_of_summary(const Summary& summary, const RenderOptions& options);
std::string text_of_fixes(const Report& report, const RenderOptions& options);
std::string text_of_diff(const std::string& diff, const RenderOptions& options);

}  // namespace aimet
