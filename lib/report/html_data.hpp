// SPDX-License-Identifier: Apache-2.0
#pragma once
// What the page shows, as the JSON that its script reads. Every text in it is escaped for people already.

#include <string>

#include "lib/report/render.hpp"

namespace aimet {

std::string html_data(const Report& report, const RenderOptions& options);

}  // namespace aimet
