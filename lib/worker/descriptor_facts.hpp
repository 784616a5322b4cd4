// SPDX-License-Identifier: Apache-2.0
#pragma once
// fstat without paths. glibc 2.33 to 2.38 make of it a newfstatat or statx with an empty path, and std::filesystem a
// statx; a seccomp filter sees a pointer, and not that the path is empty. So the filter raises SIGSYS for such a call,
// and the handler asks the kernel for the facts of the descriptor alone.

namespace aimet {

// Installs the handler for the calls that the filter traps. False where it is not written for this processor: then
// they are to be refused.
bool answers_descriptor_facts();

}  // namespace aimet
