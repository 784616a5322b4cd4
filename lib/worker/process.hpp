// SPDX-License-Identifier: Apache-2.0
#pragma once
// The parent's side of one worker.

#include <poll.h>
#include <sys/types.h>

#include <chrono>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "lib/model/descriptor.hpp"
#include "lib/model/error.hpp"
#include "lib/worker/message.hpp"
#include "lib/worker/worker.hpp"

namespace aimet {

// What is known of a file when its worker has ended. The report stays as bytes until it is its turn: as objects it
// takes several times as much.
struct Ending {
  ModelReport report;  // all but what the worker says
  std::optional<std::string> wire;
  std::size_t bytes() const { return wire ? wire->size() : 0; }
};
ModelReport report_of(Ending ending);

// fork failed for want of processes (EAGAIN): others may end soon.
class NoProcessLeft : public RunError {
 public:
  using RunError::RunError;
};

class Process {
 public:
  // Forks. Throws NoProcessLeft, or RunError(kLimit) when the system has no memory or no pipe left.
  Process(std::string path, const WorkerOptions& options, const ChildFn& child);
  // Kills what still runs, and waits for it.
  ~Process();
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;

  void add_to(std::vector<pollfd>& descriptors) const;
  std::chrono::steady_clock::time_point deadline() const;

  // Bytes of its report that are here and wait for it to be whole.
  std::size_t held() const { return report_ ? report_->size() : reader_.report_bytes(); }
  // Leaves the rest of its report in the pipe, and stops its clock meanwhile. `waits`: an earlier file has no report
  // yet.
  void pause(bool wanted, bool waits);
  // The parent did not read for so long: that time is not the worker's if it was sending its report.
  void excuse(std::chrono::steady_clock::duration away);
  // Stops it if it has started more threads than any model needs.
  void look_at_threads();

  // Takes what the worker sent, and stops it if its time is over. True once there is no more to come: it has sent its
  // report, or it has ended without one.
  bool advance();
  // Once, after `advance` said true.
  Ending take_ending();
  // Whether it is gone. After its report it has only to end, which takes the longer the more memory it holds.
  bool ended();

 private:
  void read_messages();
  void read_output();
  void believe(Message message);
  void stop(ReportError why);
  void kill_all() const;
  void announce(const std::string& check_id);

  std::string path_;
  const WorkerOptions& options_;
  pid_t pid_ = -1;
  Descriptor report_end_;
  Descriptor output_end_;
  std::chrono::steady_clock::time_point deadline_;

  MessageReader reader_;
  Phase phase_ = Phase::reading;
  std::optional<std::chrono::steady_clock::time_point> paused_;
  bool crowded_ = false;                        // other reports wait already
  bool waits_ = false;                          // an earlier file has no report yet
  std::chrono::steady_clock::duration away_{};  // of the parent, since it last read
  std::set<std::string> announced_;
  std::optional<std::vector<std::string>> confinement_;
  std::optional<std::string> report_;
  std::optional<ReportError> stopped_;
  std::string output_;
  bool output_cut_ = false;
  int status_ = 0;
};

}  // namespace aimet
