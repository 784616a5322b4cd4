// SPDX-License-Identifier: Apache-2.0
#pragma once
// Binary form of a model's report for the pipe from the worker to the parent. It is compact: writing and reading a
// report of ten thousand findings as JSON takes longer than the checks. Both ends are this program, and nothing is
// stored in this form.

#include <string>
#include <string_view>

#include "lib/report/report.hpp"

namespace aimet {

// Replaces bytes that are not UTF-8 by the four characters \xNN, as the JSON does.
std::string to_wire(const ModelReport& model);

// The bytes come from a process that ran untrusted code: counts (lib/check/limits.hpp), lengths, words, ranges, UTF-8
// and the end are all checked. Throws RunError(ErrorKind::internal) that says what is wrong.
ModelReport from_wire(std::string_view bytes);

}  // namespace aimet
