// SPDX-License-Identifier: Apache-2.0
#pragma once
// Reads a report that lib/report/json.hpp wrote.

#include <string_view>

#include "lib/report/report.hpp"

namespace aimet {

// `json` is one element of "models" and may come from anywhere: its size, depth, number of values, types, names and
// ranges are all checked. Throws RunError(ErrorKind::internal) that says what is wrong and where.
ModelReport parse_model_report(std::string_view json);

}  // namespace aimet
