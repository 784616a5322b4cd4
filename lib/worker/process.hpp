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

// The outcome for a file whose worker has ended. The report stays serialized until it is delivered: as objects it takes
// several times the memory.
struct Ending {
  ModelReport report;  // without what the worker reported
  std::optional<std::string> wire;
  std::size_t bytes() const { return wire ? wire->size() : 0; }
};
ModelReport report_of(Ending ending);

// fork failed because there are too many processes (EAGAIN). Others may end soon.
class NoProcessLeft : public RunError {
 public:
  using RunError::RunError;
};

class Process {
 public:
  // Forks. Throws NoProcessLeft, or RunError(ErrorKind::limit) if the system has no memory or no pipe left.
  Process(std::string path, const WorkerOptions& options, const ChildFn& child);
  // Kills the worker if it still runs, and waits for it.
  ~Process();
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;

  void add_to(std::vector<pollfd>& descriptors) const;
  std::chrono::steady_clock::time_point deadline() const;

  // Bytes of its report that the parent has read, whether or not the report is complete.
  std::size_t held() const { return report_ ? report_->size() : reader_.report_bytes(); }
  // `wanted`: once its report has begun, leaves the rest in the pipe and stops its clock. `waits`: an earlier file has
  // no report yet.
  void pause(bool wanted, bool waits);
  // The parent did not read for the time `away`, which does not count against a worker that was sending its report.
  void excuse(std::chrono::steady_clock::duration away);
  // Stops it if it has started more threads than any model needs.
  void look_at_threads();

  // Reads what the worker sent, and stops it if its time is over. Returns true if nothing more will come: it has sent
  // its report, or has ended without one.
  bool advance();
  // May be called once, after `advance` returned true.
  Ending take_ending();
  // Whether the process has ended. After its report it only has to exit, which takes longer the more memory it has.
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
  bool crowded_ = false;                        // waiting reports take more than kMostHeld
  bool waits_ = false;                          // an earlier file has no report yet
  std::chrono::steady_clock::duration away_{};  // time that the parent did not read, since advance()
  std::set<std::string> announced_;
  std::optional<std::vector<std::string>> confinement_;
  std::optional<std::string> report_;
  std::optional<ReportError> stopped_;
  std::string output_;
  bool output_cut_ = false;
  int status_ = 0;
};

}  // namespace aimet
