// SPDX-License-Identifier: Apache-2.0
#include "lib/worker/signals.hpp"

#include <unistd.h>

#include <ctime>

#include "lib/worker/worker.hpp"

namespace aimet {
namespace {

volatile std::sig_atomic_t end_signal = 0;

extern "C" void remember(int signal) { end_signal = signal; }
extern "C" void wake(int) {}

sigset_t ending_signals() {
  sigset_t set;
  sigemptyset(&set);
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) sigaddset(&set, signal);
  return set;
}

}  // namespace

SignalGuard::SignalGuard() {
  end_signal = 0;
  sigset_t blocked = ending_signals();
  sigaddset(&blocked, SIGCHLD);
  ::sigprocmask(SIG_BLOCK, &blocked, &before_);
  for (std::size_t i = 0; i < kHandled.size(); ++i) {
    struct sigaction action {};
    sigemptyset(&action.sa_mask);
    action.sa_handler = kHandled[i] == SIGCHLD ? wake : remember;
    action.sa_flags = kHandled[i] == SIGCHLD ? SA_RESTART : static_cast<int>(SA_RESETHAND);
    ::sigaction(kHandled[i], nullptr, &actions_[i]);
    const bool ignored = actions_[i].sa_handler == SIG_IGN && kHandled[i] != SIGCHLD;  // nohup
    if (!ignored) ::sigaction(kHandled[i], &action, nullptr);
  }
}

SignalGuard::~SignalGuard() {
  for (std::size_t i = 0; i < kHandled.size(); ++i) ::sigaction(kHandled[i], &actions_[i], nullptr);
  ::sigprocmask(SIG_SETMASK, &before_, nullptr);
}

int SignalGuard::asked_to_end() { return end_signal; }

void SignalGuard::wait(std::vector<pollfd>& descriptors, std::chrono::nanoseconds longest) const {
  sigset_t open = before_;
  for (const int signal : kHandled) sigdelset(&open, signal);
  const auto count = std::max<std::int64_t>(0, longest.count());
  const timespec time{static_cast<time_t>(count / 1'000'000'000), static_cast<long>(count % 1'000'000'000)};
  if (::ppoll(descriptors.data(), descriptors.size(), &time, &open) < 0) {
    for (pollfd& descriptor : descriptors) descriptor.revents = 0;
  }
}

SignalGuard::Unblocked::Unblocked() {
  const sigset_t set = ending_signals();
  ::sigprocmask(SIG_UNBLOCK, &set, nullptr);
}

SignalGuard::Unblocked::~Unblocked() {
  const sigset_t set = ending_signals();
  ::sigprocmask(SIG_BLOCK, &set, nullptr);
}

void die_of(int signal) {
  std::signal(signal, SIG_DFL);
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, signal);
  ::sigprocmask(SIG_UNBLOCK, &set, nullptr);
  ::raise(signal);
  ::_exit(128 + signal);
}

}  // namespace aimet
