// SPDX-License-Identifier: Apache-2.0

// Tests many files in parallel, and runs that a signal ends.

#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <thread>
#include <utility>
#include <vector>

#include "lib/model/error.hpp"
#include "lib/report/names.hpp"
#include "lib/worker/memory.hpp"
#include "lib/worker/worker.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/temporary_folder.hpp"
#include "tests/support/worker_signal.hpp"

using namespace aimet;
using namespace std::chrono_literals;
using test::make_longer;
using test::TemporaryFolder;
using test::wait_until_longer;
using Clock = std::chrono::steady_clock;

namespace {

WorkerOptions with_jobs(int jobs) {
  WorkerOptions options;
  options.timeout = 60s;
  options.memory_limit = std::uint64_t{512} << 20;
  options.jobs = jobs;
  return options;
}

NextPath each_of(std::vector<std::string> paths) {
  return [paths = std::move(paths), at = std::size_t{0}]() mutable -> std::optional<std::string> {
    if (at == paths.size()) return std::nullopt;
    return paths[at++];
  };
}

std::vector<std::string> files(const TemporaryFolder& folder, int count) {
  std::vector<std::string> paths;
  for (int i = 0; i < count; ++i) paths.push_back(folder.file(std::to_string(i) + ".pt"));
  return paths;
}

int number_of(const std::string& path) { return std::stoi(std::filesystem::path(path).stem().string()); }

bool no_child_is_left() { return ::waitpid(-1, nullptr, WNOHANG) == -1 && errno == ECHILD; }

// Waits up to 30 s for the process to be dead, reaped or not. Returns whether it is.
bool gone(pid_t pid) {
  for (int i = 0; i < 3000; ++i) {
    std::ifstream stat("/proc/" + std::to_string(pid) + "/stat");
    std::string number, name, state;
    if (!(stat >> number >> name >> state) || state == "Z" || state == "X") return true;
    std::this_thread::sleep_for(10ms);
  }
  return false;
}

struct Ending {
  int status = 0;
  std::vector<pid_t> workers;
};

[[noreturn]] void validate_for_ever(const std::vector<std::string>& paths, int tell) {
  WorkerOptions options = with_jobs(2);
  options.on_check = [tell](const std::string&, std::string_view id) {
    const pid_t pid = std::stoi(std::string(id));
    if (::write(tell, &pid, sizeof pid) < 0) ::_exit(90);
  };
  const auto child = [](int, const std::string&, const Progress& progress) {
    progress.check(std::to_string(::getpid()));
    std::this_thread::sleep_for(60s);
    return ModelReport{};
  };
  try {
    validate_files(each_of(paths), options, child, [](ModelReport) {});
  } catch (const Interrupted& interrupted) {
    if (!no_child_is_left()) ::_exit(91);
    die_of(interrupted.signal);
  }
  ::_exit(92);
}

// Runs two workers that never end, in a process of their own. Sends that process `signal` and returns how it ended.
Ending end_by(int signal) {
  const TemporaryFolder folder;
  const auto paths = files(folder, 2);
  int ends[2];
  REQUIRE(::pipe(ends) == 0);
  const pid_t parent = ::fork();
  if (parent == 0) validate_for_ever(paths, ends[1]);
  Ending ending;
  for (int i = 0; i < 2; ++i) {
    pid_t worker = 0;
    REQUIRE(::read(ends[0], &worker, sizeof worker) == sizeof worker);
    ending.workers.push_back(worker);
  }
  ::kill(parent, signal);
  ::waitpid(parent, &ending.status, 0);
  ::close(ends[0]);
  ::close(ends[1]);
  return ending;
}

}  // namespace

TEST_CASE("reports come in the order of the files, whatever ends first") {
  const TemporaryFolder folder;
  std::vector<int> order;
  validate_files(
      each_of(files(folder, 12)), with_jobs(4),
      [](int, const std::string& path, const Progress&) {
        std::this_thread::sleep_for(number_of(path) % 3 == 0 ? 60ms : 1ms);
        return ModelReport{};
      },
      [&](ModelReport report) { order.push_back(number_of(report.path)); });
  CHECK(order == std::vector<int>{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11});
  CHECK(no_child_is_left());
}

TEST_CASE("a file that crashes or hangs costs only its own report") {
  const TemporaryFolder folder;
  WorkerOptions options = with_jobs(2);
  options.timeout = 3s;  // long enough for the other files, even on a busy machine
  std::vector<std::string> kinds;
  validate_files(
      each_of(files(folder, 5)), options,
      [](int, const std::string& path, const Progress&) {
        std::signal(SIGABRT, SIG_DFL);
        if (number_of(path) == 1) std::abort();
        if (number_of(path) == 2) std::this_thread::sleep_for(60s);
        return ModelReport{};
      },
      [&](ModelReport report) { kinds.push_back(report.error ? std::string(name_of(report.error->kind)) : "fine"); });
  CHECK(kinds == std::vector<std::string>{"fine", "crash", "limit", "fine", "fine"});
}

TEST_CASE("files run side by side") {
  const TemporaryFolder folder;
  const auto paths = files(folder, 4);
  WorkerOptions options = with_jobs(4);
  int waiting = 0;
  // Each worker waits until its file is longer, which happens once all four wait.
  options.on_check = [&](const std::string&, std::string_view) {
    if (++waiting < 4) return;
    for (const std::string& path : paths) make_longer(path);
  };
  validate_files(
      each_of(paths), options,
      [](int fd, const std::string&, const Progress& progress) {
        progress.check("waits");
        wait_until_longer(fd);
        return ModelReport{};
      },
      [](const ModelReport& report) {
        INFO((report.error ? report.error->message : ""));
        CHECK_FALSE(report.error.has_value());
      });
  CHECK(waiting == 4);
}

TEST_CASE("no more files run at once than there are jobs") {
  const TemporaryFolder folder;
  std::vector<std::pair<Clock::rep, int>>
      changes;  // when a worker began (1) or ended (-1), by a clock that all processes share
  validate_files(
      each_of(files(folder, 8)), with_jobs(2),
      [](int, const std::string&, const Progress&) {
        ModelReport report;
        report.static_reason = std::to_string(Clock::now().time_since_epoch().count());
        std::this_thread::sleep_for(20ms);
        report.static_reason += ' ' + std::to_string(Clock::now().time_since_epoch().count());
        return report;
      },
      [&](const ModelReport& report) {
        std::istringstream times(report.static_reason);
        Clock::rep began = 0, ended = 0;
        REQUIRE(times >> began >> ended);
        changes.insert(changes.end(), {{began, 1}, {ended, -1}});
      });
  std::sort(changes.begin(), changes.end());
  int running = 0;
  for (const auto& [when, change] : changes) CHECK((running += change) <= 2);
  CHECK(changes.size() == 16);
}

TEST_CASE("a slow file does not let reports pile up") {
  const TemporaryFolder folder;
  const auto paths = files(folder, 60);
  int pulled = 0, pulled_at_first = 0;
  validate_files(
      [&, next = each_of(paths)]() mutable {
        if (++pulled == 16) make_longer(paths[0]);
        return next();
      },
      with_jobs(2),
      [](int fd, const std::string& path, const Progress&) {
        if (number_of(path) != 0) return ModelReport{};
        wait_until_longer(fd);
        std::this_thread::sleep_for(500ms);  // enough time to pull more paths
        return ModelReport{};
      },
      [&](ModelReport) { pulled_at_first = pulled_at_first == 0 ? pulled : pulled_at_first; });
  CHECK(pulled_at_first == 16);
  CHECK(pulled == 61);
}

TEST_CASE("a report is delivered as soon as it is there, before the next path is known") {
  const TemporaryFolder folder;
  const auto paths = files(folder, 3);
  std::size_t given = 0, delivered = 0;
  validate_files(
      [&]() -> std::optional<std::string> {
        if (given == paths.size()) return std::nullopt;
        CHECK(delivered == given);
        return paths[given++];
      },
      with_jobs(1), [](int, const std::string&, const Progress&) { return ModelReport{}; },
      [&](ModelReport) { ++delivered; });
  CHECK(delivered == 3);
}

TEST_CASE("a report that waits for the parent is not late, and no time is given to anything else") {
  const TemporaryFolder folder;
  WorkerOptions options = with_jobs(4);
  options.timeout = 3s;
  options.sending_patience = 0ms;
  std::vector<std::string> kinds;
  const auto begin = Clock::now();
  validate_files(
      each_of(files(folder, 4)), options,
      [](int, const std::string& path, const Progress&) {
        ModelReport report;
        if (number_of(path) == 1) report.hints.assign(100, std::string(10'000, 'x'));  // more than a pipe holds
        if (number_of(path) == 2 && ::write(3, "R\xff\0\0\0begun", 10) < 0) std::abort();
        if (number_of(path) >= 2) std::this_thread::sleep_for(60s);
        return report;
      },
      [&](ModelReport report) {
        if (kinds.empty()) std::this_thread::sleep_for(5s);  // as if the reader of the report did not read
        kinds.push_back(report.error ? std::string(name_of(report.error->kind)) : "fine");
      });
  CHECK(kinds == std::vector<std::string>{"fine", "fine", "limit", "limit"});
  CHECK(Clock::now() - begin < 30s);
}

TEST_CASE("an exception of the caller leaves no worker behind") {
  const TemporaryFolder folder;
  const auto slow = [](int, const std::string& path, const Progress&) {
    if (number_of(path) != 0) std::this_thread::sleep_for(60s);
    return ModelReport{};
  };
  CHECK_THROWS_AS(validate_files(each_of(files(folder, 4)), with_jobs(3), slow,
                                 [](ModelReport) { throw std::runtime_error("the disk is full"); }),
                  std::runtime_error);
  CHECK(no_child_is_left());
}

TEST_CASE("SIGINT and SIGTERM end the workers, then the program, as the shell expects") {
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) {
    const Ending ending = end_by(signal);
    INFO("signal " << signal << ", exit status " << (WIFEXITED(ending.status) ? WEXITSTATUS(ending.status) : -1));
    CHECK(WIFSIGNALED(ending.status));
    CHECK(WTERMSIG(ending.status) == signal);
    for (const pid_t worker : ending.workers) CHECK(gone(worker));
  }
}

TEST_CASE("a parent that is killed takes its workers along") {
  const Ending ending = end_by(SIGKILL);
  CHECK(WIFSIGNALED(ending.status));
  for (const pid_t worker : ending.workers) CHECK(gone(worker));
}

TEST_CASE("the default memory limit is three quarters of the machine, divided by jobs") {
  CHECK(default_memory_limit(1) > 0);
  CHECK(default_memory_limit(2) == default_memory_limit(1) / 2);
  CHECK(default_memory_limit(0) == default_memory_limit(1));
}
