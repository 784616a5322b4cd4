// SPDX-License-Identifier: Apache-2.0
#include "lib/worker/child.hpp"

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <iostream>
#include <new>
#include <thread>

#include "lib/file/open.hpp"
#include "lib/model/error.hpp"
#include "lib/model/out_of_memory.hpp"
#include "lib/model/text.hpp"
#include "lib/report/wire.hpp"
#include "lib/worker/end_messages.hpp"
#include "lib/worker/message.hpp"

namespace aimet {
namespace {

constexpr int kReportFd = 3;
// Added to the timeout, so that the CPU limit takes effect only if the parent, which enforces the timeout by the wall
// clock, is gone or stopped.
constexpr std::chrono::seconds kCpuSlack{5};

// The parent is gone: nobody is left to report to.
[[noreturn]] void give_up() { ::_exit(1); }

void send(const std::string& bytes, int to = kReportFd) {
  for (std::size_t done = 0; done < bytes.size();) {
    const ssize_t wrote = ::write(to, bytes.data() + done, bytes.size() - done);
    if (wrote > 0) {
      done += static_cast<std::size_t>(wrote);
    } else if (errno != EINTR) {
      give_up();
    }
  }
}

void close_from(int first) {
  if (::syscall(SYS_close_range, static_cast<unsigned>(first), ~0U, 0U) == 0) return;
  const long most = ::sysconf(_SC_OPEN_MAX);  // before Linux 5.9
  for (int fd = first; fd < most; ++fd) ::close(fd);
}

void die_with_parent(pid_t parent) {
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (::getppid() != parent) give_up();
  ::setpgid(0, 0);
}

// Makes stdin /dev/null, stdout and stderr the output pipe, and descriptor 3 the report pipe, and closes all others.
// Returns false if there are too few descriptors.
bool arrange_descriptors(const ChildPipes& pipes) {
  const int report = ::fcntl(pipes.report, F_DUPFD, kReportFd + 1);
  const int output = ::fcntl(pipes.output, F_DUPFD, kReportFd + 1);
  const int nothing = ::open("/dev/null", O_RDONLY);
  if (report < 0 || output < 0 || nothing < 0) return false;
  if (::dup2(report, kReportFd) < 0 || ::dup2(output, 1) < 0 || ::dup2(output, 2) < 0) return false;
  if (nothing != 0 && ::dup2(nothing, 0) < 0) return false;
  close_from(kReportFd + 1);
  return true;
}

void reset_signals() {
  for (const int signal : {SIGINT, SIGTERM, SIGHUP, SIGCHLD, SIGPIPE, SIGQUIT}) std::signal(signal, SIG_DFL);
  sigset_t none;
  sigemptyset(&none);
  ::sigprocmask(SIG_SETMASK, &none, nullptr);
}

Confinement confinement_of(const WorkerOptions& options) {
  Confinement confinement;
  confinement.sandbox = options.sandbox;
  confinement.memory_limit = options.memory_limit;
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(options.timeout) + kCpuSlack;
  confinement.cpu_limit = seconds * std::max(1U, std::thread::hardware_concurrency());
  confinement.writable = {1, 2, kReportFd};
  return confinement;
}

ModelReport failed(ErrorKind kind, const std::string& message) {
  ModelReport report;
  report.status = ModelStatus::error;
  report.error = ReportError{kind, message};
  return report;
}

ModelReport work(const std::string& path, const WorkerOptions& options, const ChildFn& child) {
  Phase phase = Phase::reading;
  Progress progress;
  progress.phase = [&phase](Phase now) {
    phase = now;
    send(encode(now));
  };
  progress.check = [](std::string_view id) { send(encode(MessageKind::check, id)); };
  try {
    const int fd = open_model(path);
    send(encode(MessageKind::confinement, joined(confine(confinement_of(options)), " ")));
    progress.phase(Phase::reading);
    ModelReport report = child(fd, path, progress);
    if (report.error && is_out_of_memory(report.error->message))
      return failed(ErrorKind::limit, memory_exhausted(options, phase));
    return report;
  } catch (const RunError& error) {
    if (is_out_of_memory(error.what())) return failed(ErrorKind::limit, memory_exhausted(options, phase));
    return failed(error.kind(), error.what());
  } catch (const std::bad_alloc&) {
    return failed(ErrorKind::limit, memory_exhausted(options, phase));
  } catch (const std::exception& error) {
    if (is_out_of_memory(error.what())) return failed(ErrorKind::limit, memory_exhausted(options, phase));
    return failed(ErrorKind::internal, unexpected(error.what(), phase));
  } catch (...) {
    return failed(ErrorKind::internal, unexpected("an exception of unknown type", phase));
  }
}

}  // namespace

void run_child(pid_t parent, const ChildPipes& pipes, const std::string& path, const WorkerOptions& options,
               const ChildFn& child) {
  die_with_parent(parent);
  if (!arrange_descriptors(pipes)) {
    send(encode(MessageKind::report, to_wire(failed(ErrorKind::limit, no_descriptor_left()))), pipes.report);
    ::_exit(0);
  }
  reset_signals();
  const ModelReport report = work(path, options, child);
  std::cout.flush();
  std::fflush(nullptr);
  try {
    std::string bytes = to_wire(report);
    if (bytes.size() > options.max_report) {
      const ReportError error = report_too_long(options);
      bytes = to_wire(failed(error.kind, error.message));
    }
    send(encode(MessageKind::report, bytes));
  } catch (const std::exception&) {
    send(encode(MessageKind::report, to_wire(failed(ErrorKind::limit, memory_exhausted(options, Phase::checking)))));
  }
  ::_exit(0);
}

}  // namespace aimet
