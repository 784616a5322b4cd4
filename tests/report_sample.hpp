// SPDX-License-Identifier: Apache-2.0
#pragma once
// One report with everything that a report can contain, including hostile strings, and options to render it with.

#include "lib/report/render.hpp"

namespace aimet {

Report sample_report();
RenderOptions sample_options();

}  // namespace aimet
