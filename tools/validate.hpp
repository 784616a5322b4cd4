// SPDX-License-Identifier: Apache-2.0
#pragma once
// What the program does once the command line is understood. Each returns the exit status, and throws RunError for
// what stops the whole run, Interrupted for a signal.

#include "tools/options.hpp"

namespace aimet {

// Files -> confined workers -> the report.
int validate(const Options& options);

// --from-report: reports of earlier runs -> the report.
int merge_reports(const Options& options);

// --print-config.
int print_config(const Options& options);

}  // namespace aimet
