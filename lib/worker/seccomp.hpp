// SPDX-License-Identifier: Apache-2.0
#pragma once
// The system calls that computing needs, and no others.

#include <vector>

namespace aimet {

// From now on this process and its threads can compute, read what is open, and write to `writable`; what else they
// ask the kernel for fails, mostly with EPERM. No path is looked up any more: not to open it, nor to ask whether it is
// there. False when the kernel refuses or the program was built without libseccomp. Needs no_new_privs.
bool apply_seccomp(const std::vector<int>& writable);

}  // namespace aimet
