// SPDX-License-Identifier: Apache-2.0
#pragma once
// fstat without path lookups. glibc 2.33 to 2.38 implement fstat as newfstatat or statx with an empty path, and
// std::filesystem uses statx. A seccomp filter sees only a pointer, not whether the path is empty. So the filter raises
// SIGSYS for such a call, and the handler calls fstat on the descriptor.

namespace aimet {

// Installs the handler for the calls that the filter traps. Returns false if there is no handler for this processor or
// it cannot be installed; the filter must then refuse the calls.
bool answers_descriptor_facts();

}  // namespace aimet
