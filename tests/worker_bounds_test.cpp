// SPDX-License-Identifier: Apache-2.0

// Tests the bounds on shared resources that a worker may use: threads, and memory of the parent.

#include <dlfcn.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <fstream>
#include <functional>
#include <string>
#include <thread>
#include <vector>

#include "lib/check/limits.hpp"
#include "lib/model/error.hpp"
#include "lib/report/wire.hpp"
#include "lib/worker/message.hpp"
#include "lib/worker/thread_count.hpp"
#include "lib/worker/worker.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/temporary_folder.hpp"
#include "tests/support/worker_signal.hpp"

using namespace aimet;
using namespace std::chrono_literals;
using test::make_longer;
using test::TemporaryFolder;
using test::wait_until_longer;

namespace {

int forks_that_fail = 0;

WorkerOptions quick() {
  WorkerOptions options;
  options.timeout = 60s;
  options.memory_limit = std::uint64_t{512} << 20;
  return options;
}

ModelReport run(const std::function<void(const Progress&)>& action, const WorkerOptions& options = quick()) {
  const TemporaryFolder folder;
  return validate_confined(folder.file("m.pt"), options, [&](int, const std::string&, const Progress& progress) {
    action(progress);
    return ModelReport{};
  });
}

// Each thread reserves address space for its stack, which counts towards the memory limit.
WorkerOptions with_room_for_threads() {
  WorkerOptions options = quick();
  options.memory_limit = std::uint64_t{16} << 30;
  return options;
}

NextPath times(int count, const std::string& path) {
  return [count, path]() mutable -> std::optional<std::string> {
    return count-- > 0 ? std::optional(path) : std::nullopt;
  };
}

// The state and the used CPU time of each child except the first.
std::string work_of_children_but_the_first() {
  const std::string me = std::to_string(::getpid());
  std::ifstream children("/proc/" + me + "/task/" + me + "/children");
  std::string all, child;
  children >> child;
  while (children >> child) {
    std::ifstream stat("/proc/" + child + "/stat");
    std::string field;
    for (int i = 1; stat >> field; ++i) {
      if (i == 3 || i == 14 || i == 15) all += field + ' ';
    }
  }
  return all;
}

}  // namespace

// Replaces the C library's fork. The first `forks_that_fail` calls fail as if there were too many processes.
extern "C" pid_t fork() noexcept {
  if (forks_that_fail > 0) {
    --forks_that_fail;
    errno = EAGAIN;
    return -1;
  }
  static const auto real = reinterpret_cast<pid_t (*)()>(::dlsym(RTLD_NEXT, "fork"));
  return real();
}

TEST_CASE("threads are counted") {
  std::atomic<bool> go_on{true};
  const auto before = threads_of(::getpid());
  REQUIRE(before.has_value());
  std::thread other([&] {
    while (go_on) std::this_thread::sleep_for(1ms);
  });
  CHECK(threads_of(::getpid()) == *before + 1);
  go_on = false;
  other.join();
  CHECK(threads_of(-1) == std::nullopt);
  CHECK(most_threads() > 256);
}

TEST_CASE("a worker that starts threads without end is stopped, and no thread is left") {
  const auto start = std::chrono::steady_clock::now();
  const ModelReport report = run(
      [](const Progress& progress) {
        progress.phase(Phase::running);
        for (;;) std::thread([] { std::this_thread::sleep_for(60s); }).detach();
      },
      with_room_for_threads());
  REQUIRE(report.error.has_value());
  CHECK(report.error->kind == ErrorKind::limit);
  CHECK_THAT(report.error->message, ContainsSubstring("threads while running the model"));
  CHECK(std::chrono::steady_clock::now() - start < 50s);
  CHECK(::waitpid(-1, nullptr, WNOHANG) == -1);
}

TEST_CASE("as many threads as a model needs are let alone") {
  const ModelReport report = run(
      [](const Progress&) {
        std::vector<std::thread> threads;
        for (int i = 0; i < 200; ++i) threads.emplace_back([] { std::this_thread::sleep_for(200ms); });
        for (std::thread& thread : threads) thread.join();
      },
      with_room_for_threads());
  INFO((report.error ? report.error->message : ""));
  CHECK_FALSE(report.error.has_value());
}

TEST_CASE("a fork that fails because there are too many processes is tried again") {
  forks_that_fail = 5;
  const ModelReport report = run([](const Progress&) {});
  CHECK(forks_that_fail == 0);
  INFO((report.error ? report.error->message : ""));
  CHECK_FALSE(report.error.has_value());
}

TEST_CASE("a fork that fails for long is the file's error, and the next file goes on") {
  const TemporaryFolder folder;
  forks_that_fail = 1'000'000;
  WorkerOptions options = quick();
  options.fork_patience = 1s;
  std::vector<ModelReport> reports;
  validate_files(
      times(2, folder.file("m.pt")), options, [](int, const std::string&, const Progress&) { return ModelReport{}; },
      [&](ModelReport report) {
        reports.push_back(std::move(report));
        forks_that_fail = 0;
      });
  REQUIRE(reports.size() == 2);
  REQUIRE(reports[0].error.has_value());
  CHECK(reports[0].error->kind == ErrorKind::limit);
  CHECK_THAT(reports[0].error->message, ContainsSubstring("cannot be started") && ContainsSubstring("--jobs"));
  CHECK_FALSE(reports[1].error.has_value());
}

TEST_CASE("large reports that wait for their turn arrive whole, and their workers are not late") {
  const TemporaryFolder folder;
  WorkerOptions options = quick();
  options.jobs = 4;
  options.timeout = 12s;
  options.tick = 50ms;
  // The first worker ends once all others do nothing but wait for the parent to read.
  options.on_tick = [&, others = std::string(), unchanged = 0]() mutable {
    const std::string now = work_of_children_but_the_first();
    unchanged = now == others && now.find('R') == std::string::npos ? unchanged + 1 : 0;
    others = now;
    if (unchanged == 10) make_longer(folder.path("0.pt"));
  };
  std::vector<std::size_t> sizes;
  int number = 0;
  const auto next = [&]() -> std::optional<std::string> {
    return number < 6 ? std::optional(folder.file(std::to_string(number++) + ".pt")) : std::nullopt;
  };
  validate_files(
      next, options,
      [&](int fd, const std::string& path, const Progress&) {
        if (path == folder.path("0.pt")) wait_until_longer(fd);
        ModelReport report;
        report.hints.assign(60, std::string(kLongestText, 'x'));  // 15 MiB
        return report;
      },
      [&](ModelReport report) {
        INFO((report.error ? report.error->message : ""));
        CHECK_FALSE(report.error.has_value());
        sizes.push_back(report.hints.size());
        if (sizes.size() == 1) std::this_thread::sleep_for(12s);  // beyond the deadline of the waiting workers
      });
  CHECK(sizes == std::vector<std::size_t>(6, 60));
}

TEST_CASE("too few file descriptors are reported as that, not as a hostile file") {
  const pid_t child = ::fork();
  if (child == 0) {
    for (rlim_t files = 3; files < 12; ++files) {
      const pid_t one = ::fork();
      if (one == 0) {
        const rlimit few{files, files};
        ::setrlimit(RLIMIT_NOFILE, &few);
        const ModelReport report = validate_confined(
            "/proc/self/exe", quick(), [](int, const std::string&, const Progress&) { return ModelReport{}; });
        const bool right = !report.error || report.error->message.find("ulimit -n") != std::string::npos ||
                           report.error->message.find("open files") != std::string::npos;
        ::_exit(right ? 0 : 1);
      }
      int status = 0;
      ::waitpid(one, &status, 0);
      if (status != 0) ::_exit(static_cast<int>(files));
    }
    ::_exit(0);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  CHECK(WEXITSTATUS(status) == 0);
}
