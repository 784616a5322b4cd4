// SPDX-License-Identifier: Apache-2.0
#pragma once
// The memory that a worker may use by default.

#include <cstdint>

namespace aimet {

// In bytes: three quarters of the machine's (or the control group's) memory, divided by `jobs`.
std::uint64_t default_memory_limit(int jobs);

}  // namespace aimet
