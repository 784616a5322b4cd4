// SPDX-License-Identifier: Apache-2.0
#pragma once
// Opens a model file, or says in one line why not.

#include <string>

namespace aimet {

// A descriptor of a regular file, close-on-exec, read-only; the caller closes it. Never waits: a FIFO or a device
// is refused. Throws RunError(kNotFound or kUnreadable).
int open_model(const std::string& path);

}  // namespace aimet
