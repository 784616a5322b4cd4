#pragma once
// JUnit XML: one suite a file, one case a check. A case fails when a finding reaches --fail-on.

#include <string>

#include "lib/report/render.hpp"

namespace aimet {

std::string to_junit(const Report& report, const RenderOptions& options);

}  // namespace aimet
