#pragma once
// The system calls that computing needs, and no others.

#include <vector>

namespace aimet {

// From now on this process and its threads can compute, read what is open, and write to `writable`; what else they
// ask the kernel for fails with EPERM. `may_open` lets files be opened for reading: Landlock decides which. False
// when the kernel refuses or the program was built without libseccomp. Needs no_new_privs.
bool apply_seccomp(const std::vector<int>& writable, bool may_open);

}  // namespace aimet
