// SPDX-License-Identifier: Apache-2.0
#pragma once
// Signals from the parent to a worker. The worker can read only its file, so the parent makes the file longer.

#include <unistd.h>

#include <array>
#include <chrono>
#include <fstream>
#include <string>
#include <thread>

namespace aimet::test {

inline void make_longer(const std::string& path) { std::ofstream(path) << "xx"; }

inline void wait_until_longer(int fd) {
  std::array<char, 2> bytes{};
  while (::pread(fd, bytes.data(), bytes.size(), 0) != 2) std::this_thread::sleep_for(std::chrono::milliseconds(1));
}

}  // namespace aimet::test
