// SPDX-License-Identifier: Apache-2.0

// Tests what a worker cannot do. A control shows that the traps work: without the sandbox, the same steps succeed.

#include "lib/worker/worker.hpp"

#include <fcntl.h>
#include <sched.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <iostream>
#include <sstream>
#include <stdexcept>
#include <thread>

#include "lib/worker/message.hpp"
#include "tests/support/worker.hpp"

using namespace aimet;
using test::kMiB;
using test::quick;
using test::run;
using test::TemporaryFolder;

namespace {

// spring() returns whether the worker could do what the trap's name says.
struct Trap {
  const char* name;
  std::function<bool(const std::string& folder, int model)> spring;
  bool works_unconfined = true;
};

bool reap(pid_t child) {
  if (child == 0) ::_exit(0);
  if (child < 0) return false;
  ::waitpid(child, nullptr, 0);
  return true;
}

bool did(int descriptor) {
  if (descriptor < 0) return false;
  ::close(descriptor);
  return true;
}

bool maps(int flags, int file) {
  void* memory = ::mmap(nullptr, 4096, PROT_READ, flags, file, 0);
  return memory != MAP_FAILED && ::munmap(memory, 4096) == 0;
}

std::vector<Trap> traps() {
  return {
      {"create a file",
       [](const std::string& f, int) { return did(::open((f + "/made").c_str(), O_CREAT | O_WRONLY, 0600)); }},
      {"write with stdio", [](const std::string& f, int) { return std::ofstream(f + "/streamed").put('x').good(); }},
      {"overwrite a file", [](const std::string& f, int) { return did(::open((f + "/m.pt").c_str(), O_WRONLY)); }},
      {"read another file", [](const std::string&, int) { return did(::open("/etc/passwd", O_RDONLY)); }},
      {"list a folder", [](const std::string& f, int) { return did(::open(f.c_str(), O_RDONLY | O_DIRECTORY)); }},
      {"make a folder", [](const std::string& f, int) { return ::mkdir((f + "/dir").c_str(), 0700) == 0; }},
      {"make a link", [](const std::string& f, int) { return ::symlink("x", (f + "/link").c_str()) == 0; }},
      {"rename a file",
       [](const std::string& f, int) { return ::rename((f + "/spare").c_str(), (f + "/other").c_str()) == 0; }},
      {"remove a file", [](const std::string& f, int) { return ::unlink((f + "/victim").c_str()) == 0; }},
      {"change a mode", [](const std::string& f, int) { return ::chmod((f + "/m.pt").c_str(), 0777) == 0; }},
      {"change a mode by descriptor", [](const std::string&, int model) { return ::fchmod(model, 0777) == 0; }},
      {"make a TCP socket", [](const std::string&, int) { return did(::socket(AF_INET, SOCK_STREAM, 0)); }},
      {"make a UNIX socket", [](const std::string&, int) { return did(::socket(AF_UNIX, SOCK_STREAM, 0)); }},
      {"make a memory file", [](const std::string&, int) { return did(::memfd_create("x", 0)); }},
      {"fork", [](const std::string&, int) { return reap(::fork()); }},
      {"vfork by system call",
       [](const std::string&, int) { return reap(static_cast<pid_t>(::syscall(SYS_clone, SIGCHLD, nullptr))); }},
      {"execute", [](const std::string&, int) { return ::execl("/none", "none", nullptr) != 0 && errno == ENOENT; }},
      {"ptrace the parent",
       [](const std::string&, int) { return ::ptrace(PTRACE_SEIZE, ::getppid(), nullptr, nullptr) == 0; }, false},
      {"signal the parent", [](const std::string&, int) { return ::kill(::getppid(), 0) == 0; }},
      {"make a namespace", [](const std::string&, int) { return ::unshare(CLONE_NEWUSER) == 0; }, false},
      {"raise its limits", [](const std::string&, int) { return ::nice(1) != -1; }},
      {"ask where another process runs",
       [](const std::string&, int) {
         cpu_set_t set;
         return ::sched_getaffinity(::getppid(), sizeof set, &set) == 0;
       }},
      {"move another process",
       [](const std::string&, int) {
         cpu_set_t set;
         CPU_ZERO(&set);
         CPU_SET(0, &set);
         return ::sched_setaffinity(::getppid(), sizeof set, &set) == 0;
       }},
      {"ask how another process is scheduled",
       [](const std::string&, int) { return ::sched_getscheduler(::getppid()) >= 0; }},
      {"ask for a file", [](const std::string&, int) { return ::access("/etc/passwd", F_OK) == 0; }},
      {"ask for the facts of a file",
       [](const std::string&, int) {
         struct stat facts {};
         return ::syscall(SYS_newfstatat, AT_FDCWD, "/etc/passwd", &facts, 0) == 0;
       }},
      {"ask for the facts of a file as if by descriptor",
       [](const std::string&, int) {
         struct stat facts {};
         return ::syscall(SYS_newfstatat, AT_FDCWD, "/etc/passwd", &facts, AT_EMPTY_PATH) == 0;
       }},
      {"ask with statx as if by descriptor",
       [](const std::string&, int model) {
         struct statx facts {};
         return ::statx(model, "/etc/passwd", AT_EMPTY_PATH, STATX_BASIC_STATS, &facts) == 0;
       }},
      {"learn whether a file is there",
       [](const std::string&, int) { return !did(::open("/none", O_RDONLY)) && errno == ENOENT; }},
      {"open a mere place", [](const std::string&, int) { return did(::open("/etc/passwd", O_PATH)); }},
      {"open the random device", [](const std::string&, int) { return did(::open("/dev/urandom", O_RDONLY)); }},
      {"share memory", [](const std::string&, int) { return maps(MAP_SHARED | MAP_ANONYMOUS, -1); }},
      {"share a file's memory", [](const std::string&, int model) { return maps(MAP_SHARED, model); }},
      {"have a stack that grows",
       [](const std::string&, int) { return maps(MAP_PRIVATE | MAP_ANONYMOUS | MAP_GROWSDOWN, -1); }},
      {"leave its group", [](const std::string&, int) { return ::syscall(SYS_setsid) > 0; }, false},
  };
}

// The names of the traps that succeeded in the worker.
std::vector<std::string> sprung(Sandbox sandbox, const TemporaryFolder& folder) {
  for (const char* name : {"m.pt", "victim", "spare"}) folder.file(name);
  WorkerOptions options = quick();
  options.sandbox = sandbox;
  const ModelReport report =
      validate_confined(folder.path("m.pt"), options, [&](int fd, const std::string&, const Progress&) {
        ModelReport result;
        for (const Trap& trap : traps()) {
          if (!trap.spring(folder.path(), fd)) continue;
          result.static_reason += std::string(trap.name) + ";";
        }
        return result;
      });
  INFO((report.error ? report.error->message : "") + report.output);
  CHECK_FALSE(report.error.has_value());
  std::vector<std::string> names;
  std::istringstream all(report.static_reason);
  for (std::string name; std::getline(all, name, ';');) names.push_back(name);
  return names;
}

}  // namespace

// Hidden: runs as the separate ctest `sandbox`, which is skipped on machines without the sandbox.
TEST_CASE("a confined worker can compute in threads, and nothing else", "[.sandbox]") {
  const TemporaryFolder confined;
  const ModelReport report = run([](const Progress&) {
    std::atomic<int> sum{0};
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i) threads.emplace_back([&sum] { ++sum; });
    for (std::thread& thread : threads) thread.join();
    if (sum != 4) throw std::runtime_error("threads do not run");
  });
  INFO((report.error ? report.error->message : ""));
  CHECK_FALSE(report.error.has_value());
  if (report.confinement != confinement_names()) {
    std::cout << "skipped: this system lacks part of the sandbox\n" << std::flush;
    std::_Exit(77);
  }
  CHECK(sprung(Sandbox::use, confined) == std::vector<std::string>{});
  CHECK_FALSE(std::filesystem::exists(confined.path("made")));
  CHECK_FALSE(std::filesystem::exists(confined.path("streamed")));
  CHECK(std::filesystem::exists(confined.path("victim")));
  CHECK(sprung(Sandbox::require, confined) == std::vector<std::string>{});
}

TEST_CASE("the traps are real: without the sandbox they spring") {
  const TemporaryFolder folder;
  const std::vector<std::string> names = sprung(Sandbox::off, folder);
  for (const Trap& trap : traps()) {
    INFO(trap.name);
    if (trap.works_unconfined) CHECK(std::count(names.begin(), names.end(), trap.name) == 1);
  }
}

TEST_CASE("without the sandbox the report says that the limits alone hold") {
  WorkerOptions options = quick();
  options.sandbox = Sandbox::off;
  CHECK(run([](const Progress&) {}, options).confinement == std::vector<std::string>{"rlimits"});
}

TEST_CASE("a worker still learns the facts of what it has open, by every way that a C library takes") {
  const ModelReport report = run([](const Progress&) {
    struct stat facts {};
    if (::fstat(0, &facts) != 0 || !S_ISCHR(facts.st_mode)) throw std::runtime_error("fstat");
    facts = {};
    if (::syscall(SYS_newfstatat, 0, "", &facts, AT_EMPTY_PATH) != 0 || !S_ISCHR(facts.st_mode))
      throw std::runtime_error("newfstatat");
    struct statx more {};
    if (::statx(0, "", AT_EMPTY_PATH, STATX_BASIC_STATS, &more) != 0 || !S_ISCHR(more.stx_mode))
      throw std::runtime_error("statx");
    if (::fstat(99, &facts) == 0 || errno != EBADF) throw std::runtime_error("a descriptor that is not there");
    if (std::thread::hardware_concurrency() == 0) throw std::runtime_error("hardware_concurrency");
  });
  INFO((report.error ? report.error->message : ""));
  CHECK_FALSE(report.error.has_value());
}

TEST_CASE("descriptors of the parent are not the worker's, and stdin is empty") {
  const TemporaryFolder folder;
  const int opened = ::open(folder.file("report.json", "kept").c_str(), O_RDWR);
  const int secret = ::fcntl(opened, F_DUPFD, 50);
  ::close(opened);
  REQUIRE(secret >= 0);
  for (const Sandbox sandbox : {Sandbox::use, Sandbox::off}) {
    WorkerOptions options = quick();
    options.sandbox = sandbox;
    const ModelReport report = run(
        [&](const Progress&) {
          char byte = 0;
          if (::write(secret, "x", 1) == 1) throw std::runtime_error("wrote");
          if (::read(0, &byte, 1) != 0) throw std::runtime_error("stdin is not empty");
        },
        options);
    INFO((report.error ? report.error->message : ""));
    CHECK_FALSE(report.error.has_value());
  }
  std::string content(4, '\0');
  CHECK(::pread(secret, content.data(), 4, 0) == 4);
  CHECK(content == "kept");
  ::close(secret);
}

TEST_CASE("shared memory does not escape the limit") {
  WorkerOptions options = quick();
  options.memory_limit = 64 * kMiB;
  const ModelReport report = run(
      [](const Progress&) {
        void* huge = ::mmap(nullptr, std::size_t{64} << 30, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
        if (huge != MAP_FAILED) throw std::runtime_error("mapped 64 GiB");
      },
      options);
  INFO((report.error ? report.error->message : ""));
  CHECK_FALSE(report.error.has_value());
}

TEST_CASE("what the worker says first about its confinement counts") {
  const ModelReport report = run([](const Progress&) {
    const std::string lie = encode(MessageKind::confinement, "everything there is");
    if (::write(3, lie.data(), lie.size()) < 0) ::_exit(9);
  });
  CHECK_FALSE(report.error.has_value());
  CHECK(report.confinement.size() <= confinement_names().size());
  for (const std::string& name : report.confinement)
    CHECK(std::count(confinement_names().begin(), confinement_names().end(), name) == 1);
}

TEST_CASE("a worker leaves no core dump and cannot make a file grow, and its limits are hard") {
  for (const Sandbox sandbox : {Sandbox::use, Sandbox::off}) {
    WorkerOptions options = quick();
    options.sandbox = sandbox;
    const ModelReport report = run(
        [sandbox](const Progress&) {
          rlimit core{1, 1}, file{1, 1}, open{};
          ::getrlimit(RLIMIT_CORE, &core);
          if (core.rlim_cur != 0 || core.rlim_max != 0) throw std::runtime_error("core dumps");
          if (sandbox == Sandbox::off) {
            if (::prctl(PR_GET_DUMPABLE) != 0) throw std::runtime_error("dumpable");
            return;
          }
          ::getrlimit(RLIMIT_FSIZE, &file);
          ::getrlimit(RLIMIT_NOFILE, &open);
          if (file.rlim_cur != 0 || file.rlim_max != 0) throw std::runtime_error("files may grow");
          if (open.rlim_max > 64) throw std::runtime_error("files may be opened without end");
        },
        options);
    INFO((report.error ? report.error->message : ""));
    CHECK_FALSE(report.error.has_value());
  }
}
