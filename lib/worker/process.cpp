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

#include "lib/model/error.hpp"
#include "lib/report/wire.hpp"
#include "lib/worker/child.hpp"
#include "lib/worker/outcome.hpp"

namespace aimet {
namespace {

constexpr std::size_t kChunk = std::size_t{1} << 16;
// How much is read at a time from one worker, so that a chatty one does not keep the parent from the others.
constexpr int kChunksPerTurn = 64;

struct Pipe {
  int read = -1;
  int write = -1;
};

[[noreturn]] void cannot_start(const char* what) {
  const int error = errno;
  throw RunError(error_kind::kLimit, std::string("A worker cannot be started: ") + what + ": " + std::strerror(error) +
                                         ". Use fewer --jobs.");
}

Pipe make_pipe() {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) cannot_start("pipe");
  ::fcntl(ends[0], F_SETFL, O_NONBLOCK);
  return {ends[0], ends[1]};
}

void close_if_open(int& fd) {
  if (fd >= 0) ::close(fd);
  fd = -1;
}

// Up to `kChunksPerTurn` chunks; closes the descriptor at its end.
template <typename Take>
void drain(int& fd, Take take) {
  std::array<char, kChunk> chunk;
  for (int turn = 0; fd >= 0 && turn < kChunksPerTurn; ++turn) {
    const ssize_t got = ::read(fd, chunk.data(), chunk.size());
    if (got > 0) {
      take(std::string_view(chunk.data(), static_cast<std::size_t>(got)));
    } else if (got == 0 || (errno != EAGAIN && errno != EINTR)) {
      close_if_open(fd);
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
  // What is still in these buffers would be written twice.
  std::cout.flush();
  std::fflush(stdout);
  Pipe report = make_pipe();
  report_fd_ = report.read;
  Pipe output;
  try {
    output = make_pipe();
  } catch (const RunError&) {
    close_if_open(report.read);
    close_if_open(report.write);
    throw;
  }
  output_fd_ = output.read;
  const pid_t parent = ::getpid();
  pid_ = ::fork();
  if (pid_ == 0) run_child(parent, {report.write, output.write}, path_, options, child);
  ::close(report.write);
  ::close(output.write);
  if (pid_ < 0) {
    close_if_open(report_fd_);
    close_if_open(output_fd_);
    cannot_start("fork");
  }
  ::setpgid(pid_, pid_);  // here and in the child: whichever is first
  deadline_ = std::chrono::steady_clock::now() + options.timeout;
}

Process::~Process() {
  if (pid_ > 0) {
    kill_all();
    while (::waitpid(pid_, nullptr, 0) < 0 && errno == EINTR) {
    }
  }
  close_if_open(report_fd_);
  close_if_open(output_fd_);
}

void Process::add_to(std::vector<pollfd>& descriptors) const {
  for (const int fd : {report_fd_, output_fd_}) {
    if (fd >= 0) descriptors.push_back({fd, POLLIN, 0});
  }
}

bool Process::advance() {
  read_messages();
  read_output();
  if (report_ && !stopped_) {
    kill_all();  // one that would stay is in nobody's interest
    return true;
  }
  if (!stopped_ && std::chrono::steady_clock::now() >= deadline_) stop(timed_out(options_, phase_));
  if (!ended()) return false;
  // What it wrote before it ended is still in the pipes.
  read_messages();
  read_output();
  return true;
}

void Process::read_messages() {
  drain(report_fd_, [this](std::string_view bytes) {
    if (stopped_) return;
    try {
      for (const Message& message : reader_.feed(bytes)) believe(message);
    } catch (const RunError& error) {
      stop({error.kind(), error.what()});
    }
  });
}

void Process::read_output() {
  drain(output_fd_, [this](std::string_view bytes) {
    const std::size_t room =
        static_cast<std::size_t>(options_.max_output) - std::min<std::size_t>(output_.size(), options_.max_output);
    output_cut_ = output_cut_ || bytes.size() > room;
    output_.append(bytes.substr(0, room));
  });
}

void Process::believe(const Message& message) {
  switch (message.kind) {
    case MessageKind::confinement:
      if (!confinement_) confinement_ = words(message.text);  // a later one may come from the model
      return;
    case MessageKind::phase:
      phase_ = decode_phase(message.text);
      return;
    case MessageKind::check:
      if (options_.on_check) options_.on_check(path_, message.text);
      return;
    case MessageKind::report:
      report_ = message.text;
      return;
  }
}

void Process::stop(ReportError why) {
  stopped_ = std::move(why);
  kill_all();
}

void Process::kill_all() const {
  if (pid_ <= 0) return;   // it has ended: -1 would mean every process there is
  ::kill(-pid_, SIGKILL);  // and what it started, where nothing kept it from starting it
  ::kill(pid_, SIGKILL);
}

bool Process::ended() {
  if (pid_ < 0) return true;
  siginfo_t facts{};
  if (::waitid(P_PID, static_cast<id_t>(pid_), &facts, WEXITED | WNOHANG | WNOWAIT) != 0 || facts.si_pid != pid_)
    return false;
  kill_all();  // its number is still taken
  ::waitpid(pid_, &status_, 0);
  pid_ = -1;
  return true;
}

ModelReport Process::judged() const {
  ModelReport report;
  report.status = ModelStatus::error;
  if (stopped_) {
    report.error = stopped_;
  } else if (!report_) {
    report.error = died(status_, phase_);
  } else {
    try {
      return from_wire(*report_);
    } catch (const RunError& error) {
      report.error = ReportError{error_kind::kCrash, std::string("The worker's report is damaged (") + error.what() +
                                                         "). Treat the file as hostile."};
    }
  }
  return report;
}

ModelReport Process::take_report() {
  ModelReport report = judged();
  report.path = path_;
  report.confinement = confinement_.value_or(std::vector<std::string>{});
  report.output = std::move(output_);
  if (output_cut_) report.output += "\n[more was printed and is not kept]\n";
  return report;
}

}  // namespace aimet
