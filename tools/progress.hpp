// SPDX-License-Identifier: Apache-2.0
#pragma once
// Signs of life for somebody who waits at a terminal: a line of the log every few seconds, while a file or the whole
// run takes that long.

#include <chrono>
#include <deque>
#include <string>
#include <string_view>

#include "lib/report/report.hpp"

namespace aimet {

class ProgressLines {
 public:
  // Silent unless `fd` is a terminal that is not dumb.
  explicit ProgressLines(int fd);

  void started(const std::string& path);
  void checking(const std::string& path, std::string_view check);
  void finished();  // the file that was started first of those left
  // Now and then, while nothing else happens.
  void tick(const Summary& so_far);

  // How often tick() is to be called; 0: never.
  std::chrono::milliseconds interval() const;

 private:
  using Clock = std::chrono::steady_clock;
  struct File {
    std::string path;
    std::string doing;
    Clock::time_point since;
  };

  bool watched_;
  std::deque<File> files_;
  Clock::time_point last_told_ = Clock::now();
};

}  // namespace aimet
