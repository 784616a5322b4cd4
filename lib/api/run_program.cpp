// SPDX-License-Identifier: Apache-2.0
#include "lib/api/run_program.hpp"

#include <spawn.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>

#include "lib/api/aimet_validate.hpp"
#include "lib/model/descriptor.hpp"

namespace aimet_validate {
namespace {

[[noreturn]] void cannot(const std::string& what, int error) {
  throw Error("aimet-validate cannot be run: " + what + ": " + std::strerror(error));
}

// An anonymous file in memory. Unlike a pipe it needs no thread at the other end and raises no SIGPIPE.
class MemoryFile {
 public:
  MemoryFile() : file_(::memfd_create("aimet-validate", MFD_CLOEXEC)) {
    if (!file_) cannot("memfd_create", errno);
  }

  int fd() const { return file_.get(); }

  void fill(const std::string& bytes) {
    for (std::size_t done = 0; done < bytes.size();) {
      const ssize_t put = ::write(fd(), bytes.data() + done, bytes.size() - done);
      if (put < 0 && errno != EINTR) cannot("write", errno);
      if (put > 0) done += static_cast<std::size_t>(put);
    }
    ::lseek(fd(), 0, SEEK_SET);
  }

  std::string contents() const {
    std::string bytes;
    std::array<char, 65536> chunk{};
    for (off_t at = 0;;) {
      const ssize_t got = ::pread(fd(), chunk.data(), chunk.size(), at);
      if (got < 0 && errno == EINTR) continue;
      if (got <= 0) return bytes;
      bytes.append(chunk.data(), static_cast<std::size_t>(got));
      at += got;
    }
  }

 private:
  aimet::Descriptor file_;
};

// Resets what the child would inherit from the host process: ignored and blocked signals, open files.
class SpawnPlan {
 public:
  SpawnPlan(int input, int output, int errors) {
    ::posix_spawn_file_actions_init(&actions_);
    ::posix_spawn_file_actions_adddup2(&actions_, input, STDIN_FILENO);
    ::posix_spawn_file_actions_adddup2(&actions_, output, STDOUT_FILENO);
    ::posix_spawn_file_actions_adddup2(&actions_, errors, STDERR_FILENO);
    ::posix_spawn_file_actions_addclosefrom_np(&actions_, STDERR_FILENO + 1);
    ::posix_spawnattr_init(&attributes_);
    sigset_t none;
    sigset_t usual;
    sigemptyset(&none);
    sigemptyset(&usual);
    for (const int signal : {SIGCHLD, SIGPIPE, SIGINT, SIGTERM, SIGHUP}) sigaddset(&usual, signal);
    ::posix_spawnattr_setsigmask(&attributes_, &none);
    ::posix_spawnattr_setsigdefault(&attributes_, &usual);
    ::posix_spawnattr_setflags(&attributes_, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
  }
  ~SpawnPlan() {
    ::posix_spawn_file_actions_destroy(&actions_);
    ::posix_spawnattr_destroy(&attributes_);
  }
  SpawnPlan(const SpawnPlan&) = delete;
  SpawnPlan& operator=(const SpawnPlan&) = delete;

  pid_t start(const std::string& program, std::vector<std::string> arguments) const {
    std::string name = program;
    std::vector<char*> argv = {name.data()};
    for (std::string& argument : arguments) argv.push_back(argument.data());
    argv.push_back(nullptr);
    pid_t child = -1;
    const int error = ::posix_spawn(&child, program.c_str(), &actions_, &attributes_, argv.data(), environ);
    if (error != 0) cannot(program, error);
    return child;
  }

 private:
  posix_spawn_file_actions_t actions_{};
  posix_spawnattr_t attributes_{};
};

int wait_for(pid_t child) {
  int status = 0;
  while (::waitpid(child, &status, 0) < 0)
    if (errno != EINTR) cannot("its exit status was lost, because this process ignores SIGCHLD or waits for it", errno);
  if (WIFSIGNALED(status))
    throw Error(std::string("aimet-validate was ended by a signal: ") + ::strsignal(WTERMSIG(status)));
  return WEXITSTATUS(status);
}

}  // namespace

Ended run_program(const std::string& program, const std::vector<std::string>& arguments, const std::string& input) {
  MemoryFile in;
  const MemoryFile out;
  const MemoryFile err;
  in.fill(input);
  const SpawnPlan plan(in.fd(), out.fd(), err.fd());
  const int status = wait_for(plan.start(program, arguments));
  return {status, out.contents(), err.contents()};
}

}  // namespace aimet_validate
