// SPDX-License-Identifier: Apache-2.0
#pragma once
// Handles SIGINT, SIGTERM, SIGHUP and SIGCHLD while workers run. They are blocked except in wait() and, but for
// SIGCHLD, in let_in().

#include <poll.h>

#include <array>
#include <chrono>
#include <csignal>
#include <vector>

namespace aimet {

class SignalGuard {
 public:
  SignalGuard();
  ~SignalGuard();
  SignalGuard(const SignalGuard&) = delete;
  SignalGuard& operator=(const SignalGuard&) = delete;

  // The signal that asked this process to end, or 0. A second one ends the process at once.
  static int asked_to_end();

  // Waits for a descriptor, a signal or the time to pass.
  void wait(std::vector<pollfd>& descriptors, std::chrono::nanoseconds longest) const;

  // Runs a callback, which may block, with the signals that end a process unblocked.
  template <typename Callback>
  auto let_in(Callback&& callback) const {
    const Unblocked unblocked;
    return callback();
  }

 private:
  struct Unblocked {
    Unblocked();
    ~Unblocked();
    Unblocked(const Unblocked&) = delete;
    Unblocked& operator=(const Unblocked&) = delete;
  };
  static constexpr std::array<int, 4> kHandled{SIGINT, SIGTERM, SIGHUP, SIGCHLD};

  sigset_t before_{};
  std::array<struct sigaction, 4> actions_{};
};

}  // namespace aimet
