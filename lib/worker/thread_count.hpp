// SPDX-License-Identifier: Apache-2.0
#pragma once
// Threads of a worker. No limit of the kernel counts those of one process: RLIMIT_NPROC counts all of a user's, and not
// root's (getrlimit(2)). So the parent looks.

#include <sys/types.h>

#include <cstdint>
#include <optional>

namespace aimet {

// Nothing where /proc does not show the process.
std::optional<std::int64_t> threads_of(pid_t process);

// LibTorch, OpenMP and BLAS have a pool each, of up to a thread per core, and nested ones.
std::int64_t most_threads();

}  // namespace aimet
