// SPDX-License-Identifier: Apache-2.0
#include "lib/worker/confine.hpp"

#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <fstream>
#include <sstream>
#include <thread>

#include "lib/model/error.hpp"
#include "lib/model/text.hpp"
#include "lib/worker/landlock.hpp"
#include "lib/worker/seccomp.hpp"

namespace aimet {
namespace {

constexpr rlim_t kOpenFiles = 64;

// Sets the soft and the hard limit, but never above the current hard limit.
bool limit(decltype(RLIMIT_AS) which, rlim_t value) {
  rlimit current{};
  if (::getrlimit(which, &current) != 0) return false;
  if (current.rlim_max != RLIM_INFINITY) value = std::min(value, current.rlim_max);
  const rlimit wanted{value, value};
  return ::setrlimit(which, &wanted) == 0;
}

struct Mapped {
  std::uint64_t all = 0;   // address space
  std::uint64_t data = 0;  // private and writable
};

// Linux: proc(5), /proc/PID/statm counts pages; the sixth number is data and stack.
Mapped mapped_now() {
  std::ifstream statm("/proc/self/statm");
  std::uint64_t size = 0, resident = 0, shared = 0, text = 0, library = 0, data = 0;
  statm >> size >> resident >> shared >> text >> library >> data;
  const auto page = static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
  return {size * page, data * page};
}

// RLIMIT_DATA counts private writable memory (Linux 4.7 and later). RLIMIT_AS also counts what threads only reserve:
// each a stack and up to 128 MiB for an arena of glibc's malloc. So RLIMIT_AS, the only one that covers shared memory,
// is set higher.
bool limit_memory(std::uint64_t bytes) {
  constexpr std::uint64_t kReservedByThread = std::uint64_t{136} << 20;
  const Mapped now = mapped_now();
  const std::uint64_t threads = std::max(1U, std::thread::hardware_concurrency());
  const bool data = limit(RLIMIT_DATA, now.data + bytes);
  return limit(RLIMIT_AS, now.all + bytes + threads * kReservedByThread) && data;
}

bool apply_limits(const Confinement& confinement) {
  bool all = true;
  if (confinement.memory_limit > 0) all = limit_memory(confinement.memory_limit) && all;
  if (confinement.cpu_limit.count() > 0)
    all = limit(RLIMIT_CPU, static_cast<rlim_t>(confinement.cpu_limit.count())) && all;
  all = limit(RLIMIT_CORE, 0) && all;
  // RLIMIT_CORE does not prevent a core dump if core_pattern is a pipe (core(5)); this does.
  all = ::prctl(PR_SET_DUMPABLE, 0) == 0 && all;
  if (confinement.sandbox == Sandbox::off) return all;
  std::signal(SIGXFSZ, SIG_IGN);  // a write beyond RLIMIT_FSIZE then fails with EFBIG
  all = limit(RLIMIT_FSIZE, 0) && all;
  return limit(RLIMIT_NOFILE, kOpenFiles) && all;
}

void require_all(const std::vector<std::string>& in_force) {
  std::vector<std::string> missing;
  for (const std::string& name : confinement_names()) {
    if (std::find(in_force.begin(), in_force.end(), name) == in_force.end()) missing.push_back(name);
  }
  if (missing.empty()) return;
  throw RunError(ErrorKind::sandbox, "This system does not provide " + joined(missing) +
                                         ", and --require-sandbox asks for the whole sandbox. Run on Linux 5.13 or "
                                         "later with Landlock and seccomp, or leave --require-sandbox out.");
}

}  // namespace

const std::vector<std::string>& confinement_names() {
  static const std::vector<std::string> names{"landlock", "no-new-privs", "rlimits", "seccomp"};
  return names;
}

std::vector<std::string> confine(const Confinement& confinement) {
  std::vector<std::string> in_force;
  const bool limits = apply_limits(confinement);
  if (confinement.sandbox == Sandbox::off) return limits ? std::vector<std::string>{"rlimits"} : in_force;
  const bool no_new_privs = ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0;
  if (apply_landlock()) in_force.emplace_back("landlock");
  if (no_new_privs) in_force.emplace_back("no-new-privs");
  if (limits) in_force.emplace_back("rlimits");
  if (apply_seccomp(confinement.writable)) in_force.emplace_back("seccomp");
  if (confinement.sandbox == Sandbox::require) require_all(in_force);
  return in_force;
}

}  // namespace aimet
