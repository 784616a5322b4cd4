// SPDX-License-Identifier: Apache-2.0
#pragma once
// How much of the model AIMET will quantize: a line, and with -v a table.

#include <string>

#include "lib/check/coverage.hpp"
#include "lib/report/page.hpp"
#include "lib/report/render.hpp"

namespace aimet {

// "of 37 ops, 32 will be quantized, ..."
std::string coverage_sentence(const Coverage& coverage);

void put_coverage(Page& page, const Coverage& coverage, const TextOptions& options);

}  // namespace aimet
