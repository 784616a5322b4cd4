// SPDX-License-Identifier: Apache-2.0
#pragma once
// The worker's side: from fork to _exit.

#include <sys/types.h>

#include <string>

#include "lib/worker/worker.hpp"

namespace aimet {

// What the parent hands over: the ends of the pipes that the child writes to.
struct ChildPipes {
  int report = -1;
  int output = -1;  // becomes stdout and stderr
};

// Call it in the child right after fork, with every signal blocked. Sends one report and never returns.
[[noreturn]] void run_child(pid_t parent, const ChildPipes& pipes, const std::string& path,
                            const WorkerOptions& options, const ChildFn& child);

}  // namespace aimet
