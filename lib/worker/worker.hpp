// SPDX-License-Identifier: Apache-2.0
#pragma once
// One file in one confined process; many files side by side. The parent never reads a byte of a model: it forks,
// waits within limits, and takes a report of bounded size that it checks before it believes it.
//
// Call these from a process in which LibTorch is loaded and no second thread runs. No thread is started here.

#include <chrono>
#include <cstdint>
#include <exception>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lib/report/report.hpp"
#include "lib/torch/analyze.hpp"
#include "lib/worker/confine.hpp"

namespace aimet {

struct WorkerOptions {
  std::chrono::milliseconds timeout{120'000};  // of one file, by the wall clock
  std::uint64_t memory_limit = 0;              // bytes of one file; 0: three quarters of the machine's, divided by jobs
  int jobs = 1;
  Sandbox sandbox = Sandbox::use;
  std::uint64_t max_report = std::uint64_t{32} << 20;  // bytes of a report on its way to the parent
  std::uint64_t max_output = std::uint64_t{64} << 10;  // of what the model prints, kept in ModelReport::output
  // How long a fork is tried again that fails because there are too many processes.
  std::chrono::milliseconds fork_patience{10'000};
  // How long past its deadline a worker may go on to send a report that it has begun.
  std::chrono::milliseconds sending_patience{10'000};
  std::int64_t max_threads = 0;  // of one worker; 0: far more than LibTorch starts on this machine
  // Called in the parent when a worker says that it starts a check of `check_ids`, once for each; files side by side
  // interleave. What a taken-over worker says beyond that is dropped.
  std::vector<std::string> check_ids;
  std::function<void(const std::string& path, std::string_view check_id)> on_check;
  // Called in the parent about as often as `tick` says while workers are waited for; 0: never.
  std::function<void()> on_tick;
  std::chrono::milliseconds tick{0};
};

// How the function in the child reports its progress. Both may be called any number of times.
struct Progress {
  std::function<void(Phase)> phase;
  std::function<void(std::string_view check_id)> check;
};

// Runs in the child, confined, with `fd` open for reading. It may throw: a RunError becomes the report's error, so
// does std::bad_alloc (kLimit) and anything else (kInternal).
using ChildFn = std::function<ModelReport(int fd, const std::string& path, const Progress& progress)>;

using NextPath = std::function<std::optional<std::string>()>;
using OnReport = std::function<void(ModelReport)>;

// SIGINT, SIGTERM or SIGHUP came: every worker has been killed and waited for. Clean up, then `die_of(signal)`.
class Interrupted : public std::exception {
 public:
  explicit Interrupted(int signal_number) : signal(signal_number) {}
  const char* what() const noexcept override { return "interrupted"; }
  const int signal;
};
[[noreturn]] void die_of(int signal);

ModelReport validate_confined(const std::string& path, const WorkerOptions& options, const ChildFn& child);

// Pulls paths as it can start them and delivers reports in the order of the paths, each as soon as those before it
// are there. At most 8 x jobs reports are held at any time. Throws Interrupted, and what `on_report` throws, when
// no worker is left.
void validate_files(const NextPath& next, const WorkerOptions& options, const ChildFn& child,
                    const OnReport& on_report);

}  // namespace aimet
