// SPDX-License-Identifier: Apache-2.0
#pragma once
// A seccomp filter that allows only the system calls that computing needs.

#include <vector>

namespace aimet {

// From now on this process and its threads can compute, read open descriptors, and write to `writable`. Any other
// system call fails, mostly with EPERM. No path can be looked up, neither to open it nor to test whether it exists.
// Returns false if the kernel refuses or the program was built without libseccomp. Requires no_new_privs.
bool apply_seccomp(const std::vector<int>& writable);

}  // namespace aimet
