#pragma once
// How much of the model AIMET will quantize: a line, and under -v a table.

#include "lib/check/coverage.hpp"
#include "lib/report/page.hpp"
#include "lib/report/render.hpp"

namespace aimet {

void put_coverage(Page& page, const Coverage& coverage, const TextOptions& options);

}  // namespace aimet
