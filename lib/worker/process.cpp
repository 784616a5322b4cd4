// SPDX-License-Identifier: Apache-2.0
#include "lib/worker/process.hpp"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <iostream>
#include <sstream>
#include <utility>

#include "lib/model/error.hpp"
#include "lib/report/wire.hpp"
#include "lib/worker/child.hpp"
#include "lib/worker/end_messages.hpp"
#include "lib/worker/thread_count.hpp"

namespace aimet {
namespace {

constexpr std::size_t kChunk = std::size_t{1} << 16;
constexpr int kChunksPerTurn = kReadAtOnce / kChunk;

struct Pipe {
  Descriptor read;
  Descriptor write;
};

[[noreturn]] void cannot_start(const char* what) {
  const int error = errno;
  const std::string why = std::string("A worker cannot be started: ") + what + ": " + std::strerror(error) + ". ";
  if (error == EAGAIN) throw NoProcessLeft(ErrorKind::limit, why + "Use fewer --jobs.");
  const bool descriptors = error == EMFILE || error == ENFILE;
  throw RunError(
      ErrorKind::limit,
      why + (descriptors ? "Raise the number of open files (ulimit -n), or use fewer --jobs." : "Use fewer --jobs."));
}

Pipe make_pipe() {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) cannot_start("pipe");
  ::fcntl(ends[0], F_SETFL, O_NONBLOCK);
  return {Descriptor(ends[0]), Descriptor(ends[1])};
}

// Reads up to `most` chunks. Closes the descriptor at the end of the stream or on an error.
template <typename Take>
void drain(Descriptor& from, int most, Take take) {
  std::array<char, kChunk> chunk;
  for (int turn = 0; from && turn < most; ++turn) {
    const ssize_t got = ::read(from.get(), chunk.data(), chunk.size());
    if (got > 0) {
      take(std::string_view(chunk.data(), static_cast<std::size_t>(got)));
    } else if (got == 0 || (errno != EAGAIN && errno != EINTR)) {
      from.close();
    } else {
      return;
    }
  }
}

std::vector<std::string> words(const std::string& text) {
  std::istringstream stream(text);
  std::vector<std::string> result;
  for (std::string word; stream >> word;) result.push_back(word);
  return result;
}

}  // namespace

Process::Process(std::string path, const WorkerOptions& options, const ChildFn& child)
    : path_(std::move(path)), options_(options), reader_(options.max_report) {
  // Otherwise the child would write the buffered output a second time.
  std::cout.flush();
  std::fflush(stdout);
  Pipe report = make_pipe();
  Pipe output = make_pipe();
  const pid_t parent = ::getpid();
  pid_ = ::fork();
  if (pid_ == 0) run_child(parent, {report.write.get(), output.write.get()}, path_, options, child);
  if (pid_ < 0) cannot_start("fork");
  report_end_ = std::move(report.read);
  output_end_ = std::move(output.read);
  ::setpgid(pid_, pid_);  // here and in the child, since either may run first
  deadline_ = std::chrono::steady_clock::now() + options.timeout;
}

Process::~Process() {
  if (pid_ > 0) {
    kill_all();
    while (::waitpid(pid_, nullptr, 0) < 0 && errno == EINTR) {
    }
  }
}

void Process::add_to(std::vector<pollfd>& descriptors) const {
  for (const int fd : {paused_ ? -1 : report_end_.get(), output_end_.get()}) {
    if (fd >= 0) descriptors.push_back({fd, POLLIN, 0});
  }
}

std::chrono::steady_clock::time_point Process::deadline() const {
  return paused_ ? std::chrono::steady_clock::time_point::max() : deadline_;
}

void Process::pause(bool wanted, bool waits) {
  waits_ = waits;
  crowded_ = wanted;
  wanted = wanted && reader_.report_bytes() > 0;
  if (wanted == paused_.has_value()) return;
  const auto now = std::chrono::steady_clock::now();
  if (paused_) deadline_ += now - *paused_;
  paused_ = wanted ? std::optional(now) : std::nullopt;
}

void Process::excuse(std::chrono::steady_clock::duration away) {
  if (!paused_) away_ += away;  // pause() adds that time itself
}

void Process::look_at_threads() {
  const std::int64_t most = options_.max_threads > 0 ? options_.max_threads : most_threads();
  if (pid_ < 0 || stopped_ || threads_of(pid_).value_or(0) <= most) return;
  stop(too_many_threads(most, phase_));
}

bool Process::advance() {
  const std::size_t before = held();
  if (!paused_) read_messages();
  read_output();
  if (report_ && !stopped_) {
    kill_all();  // it has nothing left to do
    return true;
  }
  const auto away = std::exchange(away_, {});
  if (held() > 0) deadline_ += away;
  const auto grace = held() > before ? options_.sending_patience : std::chrono::milliseconds(0);
  if (!stopped_ && std::chrono::steady_clock::now() - grace >= deadline()) stop(timed_out(options_, phase_));
  if (!ended()) return false;
  paused_.reset();
  crowded_ = false;
  // What it wrote before it ended is still in the pipes.
  read_messages();
  read_output();
  return true;
}

void Process::read_messages() {
  // One chunk is enough to see whether a report begins, which must then wait.
  drain(report_end_, crowded_ ? 1 : kChunksPerTurn, [this](std::string_view bytes) {
    if (stopped_) return;
    try {
      for (Message& message : reader_.feed(bytes, waits_)) believe(std::move(message));
    } catch (const RunError& error) {
      stop({error.kind(), error.what()});
    }
  });
}

void Process::read_output() {
  drain(output_end_, kChunksPerTurn, [this](std::string_view bytes) {
    const std::size_t room =
        static_cast<std::size_t>(options_.max_output) - std::min<std::size_t>(output_.size(), options_.max_output);
    output_cut_ = output_cut_ || bytes.size() > room;
    output_.append(bytes.substr(0, room));
  });
}

void Process::believe(Message message) {
  switch (message.kind) {
    case MessageKind::confinement:
      if (!confinement_) confinement_ = words(message.text);  // a later one may be from the model
      return;
    case MessageKind::phase:
      phase_ = decode_phase(message.text);
      return;
    case MessageKind::check:
      announce(message.text);
      return;
    case MessageKind::report:
      report_ = std::move(message.text);
      return;
  }
}

// Announcements are printed, so a worker must not choose their text or repeat them forever.
void Process::announce(const std::string& check_id) {
  const auto& known = options_.check_ids;
  if (!known.empty() && std::find(known.begin(), known.end(), check_id) == known.end()) return;
  if (options_.on_check && announced_.insert(check_id).second) options_.on_check(path_, check_id);
}

void Process::stop(ReportError why) {
  stopped_ = std::move(why);
  kill_all();
}

void Process::kill_all() const {
  if (pid_ <= 0) return;   // it has ended; kill(-1) would kill every process
  ::kill(-pid_, SIGKILL);  // also what it started, if the sandbox did not prevent that
  ::kill(pid_, SIGKILL);
}

bool Process::ended() {
  if (pid_ < 0) return true;
  siginfo_t facts{};
  if (::waitid(P_PID, static_cast<id_t>(pid_), &facts, WEXITED | WNOHANG | WNOWAIT) != 0 || facts.si_pid != pid_)
    return false;
  kill_all();  // before waitpid frees the pid for another process
  ::waitpid(pid_, &status_, 0);
  pid_ = -1;
  return true;
}

Ending Process::take_ending() {
  Ending ending;
  ending.report.path = path_;
  ending.report.status = ModelStatus::error;
  ending.report.confinement = confinement_.value_or(std::vector<std::string>{});
  ending.report.output = std::move(output_);
  if (output_cut_) ending.report.output += "\n[more was printed and is not kept]\n";
  if (stopped_)
    ending.report.error = stopped_;
  else if (report_)
    ending.wire = std::exchange(report_, std::nullopt);
  else
    ending.report.error = died(status_, phase_);
  return ending;
}

ModelReport report_of(Ending ending) {
  if (!ending.wire) return std::move(ending.report);
  try {
    ModelReport report = from_wire(*ending.wire);
    ending.wire.reset();  // now: the caller keeps the argument until the report is printed
    report.path = std::move(ending.report.path);
    report.confinement = std::move(ending.report.confinement);
    report.output = std::move(ending.report.output);
    return report;
  } catch (const RunError& error) {
    ending.report.error = ReportError{ErrorKind::crash, std::string("The worker's report is damaged (") + error.what() +
                                                            "). Treat the file as hostile."};
  }
  return std::move(ending.report);
}

}  // namespace aimet
