// SPDX-License-Identifier: Apache-2.0
#pragma once
// The number of threads of a worker. No kernel limit counts the threads of one process: RLIMIT_NPROC counts all of a
// user's, and does not apply to root (getrlimit(2)). So the parent polls.

#include <sys/types.h>

#include <cstdint>
#include <optional>

namespace aimet {

// nullopt if /proc does not show the process.
std::optional<std::int64_t> threads_of(pid_t process);

// More threads than any model needs: LibTorch, OpenMP and BLAS each have a pool of up to one thread per core, and
// nested ones.
std::int64_t most_threads();

}  // namespace aimet
