// SPDX-License-Identifier: Apache-2.0
#include "lib/worker/memory.hpp"

#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <string>

namespace aimet {
namespace {

// The limit in a file of control groups (version 2 or 1), as a container sees its own. "max", or a number larger than
// the memory, means no limit; then returns `otherwise`.
std::uint64_t limit_in(const char* file, std::uint64_t otherwise) {
  std::ifstream stream(file);
  std::uint64_t bytes = 0;
  return stream >> bytes && bytes > 0 ? std::min(bytes, otherwise) : otherwise;
}

}  // namespace

std::uint64_t default_memory_limit(int jobs) {
  std::uint64_t bytes =
      static_cast<std::uint64_t>(::sysconf(_SC_PHYS_PAGES)) * static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
  bytes = limit_in("/sys/fs/cgroup/memory.max", bytes);
  bytes = limit_in("/sys/fs/cgroup/memory/memory.limit_in_bytes", bytes);
  return bytes / 4 * 3 / static_cast<std::uint64_t>(std::max(1, jobs));
}

}  // namespace aimet
