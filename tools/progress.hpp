// SPDX-License-Identifier: Apache-2.0
#pragma once
// Shows a user at a terminal that the program is still running: a log line every few seconds, if a file or the whole
// run takes that long.

#include <chrono>
#include <deque>
#include <string>
#include <string_view>

#include "lib/report/report.hpp"

namespace aimet {

class ProgressLines {
 public:
  // Logs nothing unless `fd` is a terminal that is not dumb.
  explicit ProgressLines(int fd);

  void started(const std::string& path);
  void checking(const std::string& path, std::string_view check);
  void finished();  // removes the file that was started first
  // Must be called once per interval() while nothing else happens.
  void tick(const Summary& so_far);

  // The interval between calls of tick(); 0: never.
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
