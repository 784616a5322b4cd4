// SPDX-License-Identifier: Apache-2.0
#pragma once
// Opens a model file, or reports in one line why it cannot.

#include <string>

namespace aimet {

// Returns a descriptor of a regular file, close-on-exec, read-only; the caller closes it. Never blocks: a FIFO or a
// device is refused. Throws RunError(ErrorKind::not_found or ErrorKind::unreadable).
int open_model(const std::string& path);

}  // namespace aimet
