// SPDX-License-Identifier: Apache-2.0
#pragma once
// The worker's side: from fork to _exit.

#include <sys/types.h>

#include <string>

#include "lib/worker/worker.hpp"

namespace aimet {

// The write ends of the pipes to the parent.
struct ChildPipes {
  int report = -1;
  int output = -1;  // becomes stdout and stderr
};

// Must be called in the child right after fork, while SignalGuard's signals are blocked. Sends one report and never
// returns.
[[noreturn]] void run_child(pid_t parent, const ChildPipes& pipes, const std::string& path,
                            const WorkerOptions& options, const ChildFn& child);

}  // namespace aimet
