#pragma once
// The parent's side of one worker.

#include <poll.h>
#include <sys/types.h>

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "lib/worker/message.hpp"
#include "lib/worker/worker.hpp"

namespace aimet {

class Process {
 public:
  // Forks. Throws RunError(kLimit) when the system has no process or no pipe left.
  Process(std::string path, const WorkerOptions& options, const ChildFn& child);
  // Kills what still runs, and waits for it.
  ~Process();
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;

  void add_to(std::vector<pollfd>& descriptors) const;
  std::chrono::steady_clock::time_point deadline() const { return deadline_; }

  // Takes what the worker sent, and stops it if its time is over. True once there is no more to come: it has sent its
  // report, or it has ended without one.
  bool advance();
  // Once, after `advance` said true.
  ModelReport take_report();
  // Whether it is gone. After its report it has only to end, which takes the longer the more memory it holds.
  bool ended();

 private:
  void read_messages();
  void read_output();
  void believe(const Message& message);
  void stop(ReportError why);
  void kill_all() const;
  ModelReport judged() const;

  std::string path_;
  const WorkerOptions& options_;
  pid_t pid_ = -1;
  int report_fd_ = -1;
  int output_fd_ = -1;
  std::chrono::steady_clock::time_point deadline_;

  MessageReader reader_;
  Phase phase_ = Phase::reading;
  std::optional<std::vector<std::string>> confinement_;
  std::optional<std::string> report_;
  std::optional<ReportError> stopped_;
  std::string output_;
  bool output_cut_ = false;
  int status_ = 0;
};

}  // namespace aimet
