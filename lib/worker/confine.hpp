// SPDX-License-Identifier: Apache-2.0
#pragma once
// Gives up, for this process and for ever, what a model file has no business with. Linux only: Landlock (5.13 and
// later), seccomp, resource limits.

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

namespace aimet {

enum class Sandbox {
  use,      // whatever the kernel has
  require,  // RunError(kSandbox) when something is missing
  off,      // the limits alone
};

struct Confinement {
  Sandbox sandbox = Sandbox::use;
  std::uint64_t memory_limit = 0;     // bytes on top of what is mapped already; 0: none
  std::chrono::seconds cpu_limit{0};  // 0: none
  std::vector<int> writable;          // descriptors that may be written to
};

// The names that a report may hold, all of them in force on a current kernel: "landlock", "no-new-privs",
// "rlimits", "seccomp".
const std::vector<std::string>& confinement_names();

// Returns what is in force from now on, in the order above. Call it with one thread running. Descriptors that are
// open stay open, and are close-on-exec or not as before. Throws RunError(kSandbox) as `sandbox` says.
std::vector<std::string> confine(const Confinement& confinement);

}  // namespace aimet
