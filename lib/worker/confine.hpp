// SPDX-License-Identifier: Apache-2.0
#pragma once
// Permanently takes away from this process every right that analyzing a model file does not need. Linux only: Landlock
// (5.13 and later), seccomp, resource limits.

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

namespace aimet {

enum class Sandbox {
  use,      // apply what the kernel supports
  require,  // throw RunError(ErrorKind::sandbox) if something is missing
  off,      // only the limits of memory, CPU time and core dumps
};

struct Confinement {
  Sandbox sandbox = Sandbox::use;
  std::uint64_t memory_limit = 0;     // bytes in addition to what is already mapped; 0: no limit
  std::chrono::seconds cpu_limit{0};  // 0: no limit
  std::vector<int> writable;          // descriptors that may be written to
};

// All names that confine() can return. A current kernel supports all of them: "landlock", "no-new-privs", "rlimits",
// "seccomp".
const std::vector<std::string>& confinement_names();

// Returns the names of what is in force from now on, in the order above. Must be called while the process has one
// thread. Open descriptors stay open and keep their close-on-exec flags. Throws RunError(ErrorKind::sandbox) if
// something is missing and `sandbox` is Sandbox::require.
std::vector<std::string> confine(const Confinement& confinement);

}  // namespace aimet
