// Signal handlers of this process, kept across the loading of a library.
// Debian 13's LibTorch brings UCX (through Open MPI), whose constructor installs handlers of its own for SIGHUP,
// SIGSEGV, SIGBUS, SIGILL and SIGFPE (ucs_debug_init in libucs 1.18): a closed terminal then ended no run, and a crash
// was UCX's.
#pragma once

#include <csignal>
#include <vector>

namespace aimet {

// Puts every signal's disposition back to what it was when this was made. Not thread-safe, as sigaction is not.
class KeptSignals {
 public:
  KeptSignals() {
    for (int signal = 1; signal < NSIG; ++signal) {
      struct sigaction action {};
      if (::sigaction(signal, nullptr, &action) == 0) kept_.push_back({signal, action});
    }
  }
  ~KeptSignals() {
    for (const auto& [signal, action] : kept_) ::sigaction(signal, &action, nullptr);  // SIGKILL, SIGSTOP: EINVAL
  }
  KeptSignals(const KeptSignals&) = delete;
  KeptSignals& operator=(const KeptSignals&) = delete;

 private:
  struct Kept {
    int signal;
    struct sigaction action;
  };
  std::vector<Kept> kept_;
};

}  // namespace aimet
