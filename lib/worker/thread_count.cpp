// SPDX-License-Identifier: Apache-2.0
#include "lib/worker/thread_count.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <string>
#include <thread>

#include "lib/model/descriptor.hpp"

namespace aimet {

std::optional<std::int64_t> threads_of(pid_t process) {
  const Descriptor file(::open(("/proc/" + std::to_string(process) + "/stat").c_str(), O_RDONLY | O_CLOEXEC));
  if (!file) return std::nullopt;
  std::array<char, 1024> text{};
  const ssize_t size = ::read(file.get(), text.data(), text.size() - 1);
  const std::string line(text.data(), static_cast<std::size_t>(std::max<ssize_t>(size, 0)));
  // proc(5): the second field is a name in parentheses, which may contain spaces; the number of threads is the 20th.
  std::size_t at = line.rfind(')');
  for (int field = 2; field < 20 && at != std::string::npos; ++field) at = line.find(' ', at + 1);
  if (at == std::string::npos) return std::nullopt;
  return std::strtoll(line.c_str() + at, nullptr, 10);
}

std::int64_t most_threads() { return 256 + 4 * static_cast<std::int64_t>(std::thread::hardware_concurrency()); }

}  // namespace aimet
