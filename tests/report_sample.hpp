// SPDX-License-Identifier: Apache-2.0
#pragma once
// One report with everything that a report can hold, hostile strings included, and how it is to be rendered.

#include "lib/report/render.hpp"

namespace aimet {

Report sample_report();
RenderOptions sample_options();

}  // namespace aimet
