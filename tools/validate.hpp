// SPDX-License-Identifier: Apache-2.0
#pragma once
// What the program does after it has parsed the command line. Each function returns the exit status. Throws RunError
// for an error that stops the whole run, Interrupted after a signal, and ReaderGone.

#include "tools/options.hpp"

namespace aimet {

// Validates the files in confined workers, and writes the report.
int validate(const Options& options);

// --from-report: merges reports of earlier runs into one.
int merge_reports(const Options& options);

// --print-config: prints the settings for each model.
int print_config(const Options& options);

}  // namespace aimet
