#pragma once
// argv's files -> confined workers -> the report.

#include "tools/options.hpp"

namespace aimet {

// Returns the exit status. Throws RunError for what stops the whole run, Interrupted for a signal.
int validate(const Options& options);

}  // namespace aimet
