// SPDX-License-Identifier: Apache-2.0
#pragma once
// Protects this process from the constructors of a library while it is loaded.
// Debian 13's LibTorch loads UCX (through Open MPI), whose constructor installs its own handlers for SIGHUP, SIGSEGV,
// SIGBUS, SIGILL and SIGFPE, and logs to stdout (ucs_debug_init and UCX_LOG_FILE of libucs 1.18). As a result, a closed
// terminal did not end a run, UCX handled crashes, and a report on stdout began with a line of UCX's log.

#include <fcntl.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <vector>

#include "lib/model/descriptor.hpp"

namespace aimet {

// During its lifetime, output to stdout goes to stderr. The destructor restores stdout and every signal's disposition.
// Not thread-safe: sigaction and dup2 act on the whole process.
class KeptProcess {
 public:
  KeptProcess() {
    for (int signal = 1; signal < NSIG; ++signal) {
      struct sigaction action {};
      if (::sigaction(signal, nullptr, &action) == 0) kept_.push_back({signal, action});
    }
    std::fflush(stdout);
    if (stdout_ && ::dup2(STDERR_FILENO, STDOUT_FILENO) < 0) stdout_.close();
  }
  ~KeptProcess() {
    for (const auto& [signal, action] : kept_) ::sigaction(signal, &action, nullptr);  // SIGKILL, SIGSTOP: EINVAL
    if (!stdout_) return;
    std::fflush(stdout);
    ::dup2(stdout_.get(), STDOUT_FILENO);
  }
  KeptProcess(const KeptProcess&) = delete;
  KeptProcess& operator=(const KeptProcess&) = delete;

 private:
  struct Kept {
    int signal;
    struct sigaction action;
  };
  std::vector<Kept> kept_;
  Descriptor stdout_{::fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, STDERR_FILENO + 1)};
};

}  // namespace aimet
