#pragma once
// SARIF 2.1.0, with what GitHub code scanning asks for.

#include <string>

#include "lib/report/render.hpp"

namespace aimet {

std::string to_sarif(const Report& report, const RenderOptions& options);

}  // namespace aimet
