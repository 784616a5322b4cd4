// SPDX-License-Identifier: Apache-2.0
#pragma once
// A model's report on its way from the worker to the parent: as short as it goes, for a report of ten thousand findings
// takes JSON longer to write and read than the checks take. Both ends are this program; nothing is kept in this form.

#include <string>
#include <string_view>

#include "lib/report/report.hpp"

namespace aimet {

// Bytes that are not UTF-8 become the four characters \xNN, as in the JSON.
std::string to_wire(const ModelReport& model);

// The bytes come from a process that ran untrusted code: counts (lib/check/limits.hpp), lengths, words, ranges, UTF-8
// and the end are all checked. Throws RunError(kInternal) that says what is off.
ModelReport from_wire(std::string_view bytes);

}  // namespace aimet
