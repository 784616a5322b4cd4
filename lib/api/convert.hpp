// SPDX-License-Identifier: Apache-2.0
#pragma once
// From the report of the house to the one that is published: the first may change with every commit.

#include "lib/api/aimet_validate.hpp"
#include "lib/report/report.hpp"

namespace aimet_validate {

ModelReport converted(const aimet::ModelReport& report);

}  // namespace aimet_validate
