// SPDX-License-Identifier: Apache-2.0
#pragma once
// Validates each file in a confined process of its own, several files in parallel. The parent never reads a byte of a
// model: it forks, waits within limits, and takes a report of bounded size, which it checks before it uses it.
//
// Must be called in a process that has loaded LibTorch and has only one thread. Starts no thread.

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
  std::uint64_t max_output = std::uint64_t{64} << 10;  // bytes kept in ModelReport::output of what the model prints
  // How long to retry a fork that fails because there are too many processes.
  std::chrono::milliseconds fork_patience{10'000};
  // How long past its deadline a worker may continue to send a report that it has begun.
  std::chrono::milliseconds sending_patience{10'000};
  std::int64_t max_threads = 0;  // of one worker; 0: far more than LibTorch starts on this machine
  // on_check is called in the parent when a worker reports that it starts a check of `check_ids`, once for each. Files
  // in parallel interleave. Other ids, which only a compromised worker sends, are dropped.
  std::vector<std::string> check_ids;
  std::function<void(const std::string& path, std::string_view check_id)> on_check;
  // Called in the parent about once per `tick` while it waits for workers; 0: never.
  std::function<void()> on_tick;
  std::chrono::milliseconds tick{0};
};

// How the function in the child reports its progress. Both may be called any number of times.
struct Progress {
  std::function<void(Phase)> phase;
  std::function<void(std::string_view check_id)> check;
};

// Runs in the confined child, with `fd` open for reading. It may throw: a RunError becomes the report's error, as do
// std::bad_alloc (ErrorKind::limit) and anything else (ErrorKind::internal).
using ChildFn = std::function<ModelReport(int fd, const std::string& path, const Progress& progress)>;

using NextPath = std::function<std::optional<std::string>()>;
using OnReport = std::function<void(ModelReport)>;

// Thrown after SIGINT, SIGTERM or SIGHUP, when every worker has been killed and waited for. Clean up, then call
// `die_of(signal)`.
class Interrupted : public std::exception {
 public:
  explicit Interrupted(int signal_number) : signal(signal_number) {}
  const char* what() const noexcept override { return "interrupted"; }
  const int signal;
};
[[noreturn]] void die_of(int signal);

ModelReport validate_confined(const std::string& path, const WorkerOptions& options, const ChildFn& child);

// Takes a path whenever it can start a worker. Delivers the reports in the order of the paths, each as soon as it and
// all earlier ones are ready. Holds at most 8 x jobs reports at any time. Throws Interrupted, and what `on_report`
// throws, after all workers have ended.
void validate_files(const NextPath& next, const WorkerOptions& options, const ChildFn& child,
                    const OnReport& on_report);

}  // namespace aimet
