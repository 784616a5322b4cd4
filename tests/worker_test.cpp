// What a worker may not do, and what is told when it ends badly. Each trap is proved to be one: without the sandbox
// the same steps succeed.

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

#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <functional>
#include <iostream>
#include <sstream>
#include <thread>

#include "lib/model/error.hpp"
#include "lib/report/wire.hpp"
#include "lib/worker/message.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/temporary_folder.hpp"

using namespace aimet;
using namespace std::chrono_literals;
using test::TemporaryFolder;

namespace {

constexpr std::uint64_t kMiB = std::uint64_t{1} << 20;

WorkerOptions quick() {
  WorkerOptions options;
  options.timeout = 20s;
  options.memory_limit = 512 * kMiB;
  return options;
}

using Clock = std::chrono::steady_clock;

ModelReport run(const std::function<void(const Progress&)>& action, const WorkerOptions& options = quick()) {
  const TemporaryFolder folder;
  return validate_confined(folder.file("m.pt"), options, [&](int, const std::string&, const Progress& progress) {
    action(progress);
    return ModelReport{};
  });
}

void check_error(const ModelReport& report, ErrorKind kind, const std::vector<std::string>& parts) {
  REQUIRE(report.error.has_value());
  CHECK(report.status == ModelStatus::error);
  CHECK(report.error->kind == kind);
  for (const std::string& part : parts) CHECK_THAT(report.error->message, ContainsSubstring(part));
}

bool no_child_is_left() { return ::waitpid(-1, nullptr, WNOHANG) == -1 && errno == ECHILD; }

// Each returns whether the worker could do what its name says.
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

// The names of the traps that the worker could spring.
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

TEST_CASE("a worker's report arrives, with the path, what was printed and what was in force") {
  const TemporaryFolder folder;
  const std::string path = folder.file("m.pt", "bytes");
  const ModelReport report = validate_confined(path, quick(), [](int fd, const std::string&, const Progress& progress) {
    progress.phase(Phase::running);
    std::string bytes(5, '\0');
    ModelReport result;
    result.path = "elsewhere";
    result.confinement = {"a", "lie"};
    if (::pread(fd, bytes.data(), 5, 0) == 5) result.static_reason = bytes;
    std::cout << "from cout\n";
    std::fprintf(stderr, "from stderr\n");
    return result;
  });
  CHECK_FALSE(report.error.has_value());
  CHECK(report.path == path);
  CHECK(report.static_reason == "bytes");
  CHECK_THAT(report.output, ContainsSubstring("from cout") && ContainsSubstring("from stderr"));
  for (const char* sure : {"rlimits", "no-new-privs"}) {
    CHECK(std::count(report.confinement.begin(), report.confinement.end(), sure) == 1);
  }
  CHECK(std::count(report.confinement.begin(), report.confinement.end(), "lie") == 0);
  CHECK(no_child_is_left());
}

TEST_CASE("a confined worker can compute in threads, and nothing else") {
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
    WARN("this system lacks part of the sandbox: the traps are not tested");
    return;
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

TEST_CASE("a crash is told with its signal and phase") {
  check_error(run([](const Progress& progress) {
                progress.phase(Phase::loading);
                std::signal(SIGABRT, SIG_DFL);
                std::abort();
              }),
              ErrorKind::crash, {"SIGABRT", "while loading the model"});
  check_error(run([](const Progress& progress) {
                progress.phase(Phase::checking);
                std::signal(SIGSEGV, SIG_DFL);
                std::raise(SIGSEGV);
              }),
              ErrorKind::crash, {"SIGSEGV", "while checking the model"});
  check_error(run([](const Progress&) { std::raise(SIGKILL); }), ErrorKind::crash, {"SIGKILL", "outside"});
  check_error(run([](const Progress& progress) {
                progress.phase(Phase::running);
                std::signal(SIGBUS, SIG_DFL);
                std::raise(SIGBUS);
              }),
              ErrorKind::unreadable, {"cut short", "SIGBUS", "while running the model"});
  CHECK(no_child_is_left());
}

TEST_CASE("a worker that ends by itself without a report is told") {
  check_error(run([](const Progress&) { ::_exit(0); }), ErrorKind::crash, {"exit status 0", "while reading the file"});
  check_error(run([](const Progress&) { ::_exit(7); }), ErrorKind::crash, {"exit status 7"});
}

TEST_CASE("the deadline holds within a tenth, for one that spins and one that sleeps") {
  const std::vector<std::function<void()>> idlers{[] {
                                                    std::atomic<bool> on{true};
                                                    while (on) {
                                                    }
                                                  },
                                                  [] { std::this_thread::sleep_for(60s); }};
  for (const auto& idle : idlers) {
    WorkerOptions options = quick();
    options.timeout = 1500ms;
    const auto start = Clock::now();
    const ModelReport report = run(
        [&](const Progress& progress) {
          progress.phase(Phase::running);
          idle();
        },
        options);
    const auto took = Clock::now() - start;
    check_error(report, ErrorKind::limit, {"1.5 s", "--timeout", "while running the model"});
    CHECK(took >= 1500ms);
    CHECK(took < 1650ms);
  }
  CHECK(no_child_is_left());
}

TEST_CASE("the deadline holds for a worker that has closed its pipes") {
  WorkerOptions options = quick();
  options.timeout = 500ms;
  check_error(run(
                  [](const Progress&) {
                    for (int fd = 1; fd < 10; ++fd) ::close(fd);
                    std::this_thread::sleep_for(60s);
                  },
                  options),
              ErrorKind::limit, {"0.5 s"});
}

#ifndef __SANITIZE_ADDRESS__  // its allocator ends the process where the C library's says no
TEST_CASE("the memory limit holds within a tenth, and is told") {
  WorkerOptions options = quick();
  options.memory_limit = 256 * kMiB;
  const ModelReport counted =
      validate_confined("/proc/self/exe", options, [](int, const std::string&, const Progress&) {
        ModelReport report;
        std::vector<std::unique_ptr<char[]>> blocks;
        try {
          while (true) {
            blocks.push_back(std::make_unique<char[]>(4 * kMiB));
            std::memset(blocks.back().get(), 1, 4 * kMiB);
          }
        } catch (const std::bad_alloc&) {
          const std::size_t taken = blocks.size() * 4;
          blocks.clear();
          report.static_reason = std::to_string(taken);
        }
        return report;
      });
  REQUIRE_FALSE(counted.error.has_value());
  CHECK(std::stoi(counted.static_reason) >= 230);
  CHECK(std::stoi(counted.static_reason) <= 282);

  const auto greedy = [](const Progress& progress) {
    progress.phase(Phase::running);
    std::vector<std::string> all;
    while (true) all.emplace_back(8 * kMiB, 'x');
  };
  check_error(run(greedy, options), ErrorKind::limit, {"256 MiB", "--memory-limit", "while running the model"});
  const auto libtorch = [](const Progress&) {
    throw RunError(ErrorKind::run_failed, "[enforce fail] DefaultCPUAllocator: can't allocate memory: you tried ...");
  };
  check_error(run(libtorch, options), ErrorKind::limit, {"256 MiB", "--memory-limit"});
}

#endif

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

TEST_CASE("exceptions of the child function become the file's error") {
  check_error(run([](const Progress&) { throw RunError(ErrorKind::corrupt, "broken"); }), ErrorKind::corrupt,
              {"broken"});
  check_error(run([](const Progress& p) {
                p.phase(Phase::loading);
                throw std::runtime_error("odd\nframe #0: c10::Error");
              }),
              ErrorKind::internal, {"odd", "while loading"});
  const ModelReport traced = run([](const Progress&) { throw std::runtime_error("odd\nframe #0: c10::Error"); });
  CHECK_THAT(traced.error->message, !ContainsSubstring("frame"));
  check_error(run([](const Progress&) { throw 1; }), ErrorKind::internal, {"unknown type"});
}

TEST_CASE("what a model prints is kept up to a bound and never blocks it") {
  WorkerOptions options = quick();
  options.max_output = 1000;
  const ModelReport report = run(
      [](const Progress&) {
        for (int i = 0; i < 300000; ++i) std::puts("0123456789");
      },
      options);
  CHECK_FALSE(report.error.has_value());
  CHECK(report.output.size() < 1100);
  CHECK_THAT(report.output, ContainsSubstring("more was printed"));
}

TEST_CASE("garbage on the report pipe is the file's error") {
  const auto writes = [](std::string bytes) {
    return [bytes = std::move(bytes)](const Progress&) {
      if (::write(3, bytes.data(), bytes.size()) < 0) ::_exit(9);
      std::this_thread::sleep_for(60s);
    };
  };
  using namespace std::string_literals;
  check_error(run(writes("garbage")), ErrorKind::crash, {"not a message"});
  check_error(run(writes("R\xff\xff\xff\xff")), ErrorKind::crash, {"4294967295 bytes"});
  check_error(run(writes("P\x01\0\0\0z"s)), ErrorKind::crash, {"unknown phase"});
  check_error(run(writes("K\x03\0\0\0a\x1b["s)), ErrorKind::crash, {"unexpected characters"});
  check_error(run(writes("R\x02\0\0\0{}P"s)), ErrorKind::crash, {"more after its report"});
  const auto forged = [](const Progress&) {
    if (::write(3, "R\x02\0\0\0{}", 7) == 7) ::_exit(0);
  };
  check_error(run(forged), ErrorKind::crash, {"report is damaged"});
  const auto unfinished = [](const Progress&) {
    if (::write(3, "R\x64\0\0\0{}", 7) == 7) ::_exit(0);
  };
  check_error(run(unfinished), ErrorKind::crash, {"left no report"});
}

TEST_CASE("a worker that stays after its report is ended, and its report counts") {
  const auto start = std::chrono::steady_clock::now();
  const ModelReport report = run([](const Progress&) {
    ModelReport done;
    done.static_reason = "done";
    const std::string bytes = encode(MessageKind::report, to_wire(done));
    if (::write(3, bytes.data(), bytes.size()) < 0) ::_exit(9);
    std::this_thread::sleep_for(60s);
  });
  CHECK_FALSE(report.error.has_value());
  CHECK(report.static_reason == "done");
  CHECK(std::chrono::steady_clock::now() - start < 30s);
  CHECK(::waitpid(-1, nullptr, WNOHANG) == -1);  // nothing is left of it
}

TEST_CASE("a report that is too long is told as such") {
  WorkerOptions options = quick();
  options.max_report = 10'000;
  const TemporaryFolder folder;
  const ModelReport report =
      validate_confined(folder.file("m.pt"), options, [](int, const std::string&, const Progress&) {
        ModelReport large;
        large.static_reason = std::string(20'000, 'x');
        return large;
      });
  check_error(report, ErrorKind::limit, {"The report grew beyond"});
}

TEST_CASE("files that cannot be opened are told") {
  const TemporaryFolder folder;
  const auto never = [](int, const std::string&, const Progress&) { return ModelReport{}; };
  check_error(validate_confined(folder.path("none.pt"), quick(), never), ErrorKind::not_found, {"There is no file"});
  check_error(validate_confined(folder.path(), quick(), never), ErrorKind::unreadable, {"a folder"});
}

TEST_CASE("checks are announced in the parent, once each, and no others") {
  std::vector<std::string> announced;
  WorkerOptions options = quick();
  options.check_ids = {"missing-module", "reused-module"};
  options.on_check = [&](const std::string&, std::string_view id) { announced.emplace_back(id); };
  run(
      [](const Progress& progress) {
        for (int i = 0; i < 10'000; ++i) {
          progress.check("reused-module");
          progress.check("everything is fine");
          progress.check("missing-module");
        }
      },
      options);
  CHECK(announced == std::vector<std::string>{"reused-module", "missing-module"});
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
