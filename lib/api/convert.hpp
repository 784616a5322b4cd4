// SPDX-License-Identifier: Apache-2.0
#pragma once
// Converts the internal report, which may change with every commit, into the published one.

#include "lib/api/aimet_validate.hpp"
#include "lib/report/report.hpp"

namespace aimet_validate {

ModelReport converted(const aimet::ModelReport& report);

}  // namespace aimet_validate
