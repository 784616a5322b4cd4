// SPDX-License-Identifier: Apache-2.0
#include "lib/worker/seccomp.hpp"

#ifdef AIMET_HAVE_SECCOMP

#include <fcntl.h>
#include <sched.h>
#include <seccomp.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <memory>
#include <sstream>
#include <string>

#include "lib/worker/descriptor_facts.hpp"

namespace aimet {
namespace {

// Memory, threads, time, the process's own signals, and reading from open descriptors. By name, because libseccomp
// knows the numbers of every architecture. A call whose name it does not know is one that glibc does not make either.
constexpr const char* kAllowed =
    "munmap mremap mprotect madvise brk mincore membarrier mlock munlock mbind get_mempolicy set_mempolicy "
    "futex futex_time64 futex_waitv set_robust_list get_robust_list set_tid_address rseq exit exit_group "
    "restart_syscall arch_prctl set_thread_area "
    "sched_yield sched_get_priority_max sched_get_priority_min getcpu "
    "rt_sigaction rt_sigprocmask rt_sigreturn rt_sigtimedwait rt_sigpending sigaltstack sigreturn "
    "clock_gettime clock_gettime64 clock_getres clock_nanosleep clock_nanosleep_time64 nanosleep gettimeofday time "
    "times pause "
    "getpid gettid getppid getuid geteuid getgid getegid getpgrp getrusage sysinfo uname getrandom getrlimit "
    "read readv pread64 preadv preadv2 lseek _llseek fstat fstat64 getdents64 fadvise64 readahead close close_range "
    "dup poll ppoll";

// Calls that are refused with another error than EPERM, because the C library handles that error.
struct Refused {
  const char* name;
  int error;
};
constexpr Refused kRefused[] = {
    {"clone3", ENOSYS},  // glibc falls back to clone, whose flags a filter can read
    {"ioctl", ENOTTY},   // isatty
    {"open", EACCES},   {"openat", EACCES},    {"openat2", ENOSYS},    {"stat", EACCES},     {"lstat", EACCES},
    {"access", EACCES}, {"faccessat", EACCES}, {"faccessat2", EACCES}, {"readlink", EACCES}, {"readlinkat", EACCES}};

// These calls could show or change the scheduling of another process, so only this process's id and 0 are allowed. A
// thread has an id of its own, which no filter knows in advance: pthread_getaffinity_np works only in the first thread.
// Thread ids are usually higher than the process id. sched_getaffinity of a higher id fails with ENOSYS, as on a kernel
// without that call, because pthread_getattr_np continues after ENOSYS but fails after EPERM.
constexpr const char* kOfOneself[] = {"sched_getaffinity", "sched_setaffinity", "sched_getparam", "sched_getscheduler"};

class Filter {
 public:
  Filter() : context_(seccomp_init(SCMP_ACT_ERRNO(EPERM)), &seccomp_release) {}

  void allow(const char* name) { add(SCMP_ACT_ALLOW, name, {}); }
  void allow_if(const char* name, const std::vector<scmp_arg_cmp>& conditions) {
    add(SCMP_ACT_ALLOW, name, conditions);
  }
  void refuse_if(const Refused& refused, const std::vector<scmp_arg_cmp>& conditions) {
    add(SCMP_ACT_ERRNO(static_cast<std::uint16_t>(refused.error)), refused.name, conditions);
  }
  void refuse(const Refused& refused) { refuse_if(refused, {}); }
  void trap_if(const char* name, const std::vector<scmp_arg_cmp>& conditions) { add(SCMP_ACT_TRAP, name, conditions); }
  bool load() { return good_ && seccomp_load(context_.get()) == 0; }

 private:
  void add(std::uint32_t action, const char* name, const std::vector<scmp_arg_cmp>& conditions) {
    const int number = seccomp_syscall_resolve_name(name);
    if (!context_ || number == __NR_SCMP_ERROR) return;
    const int added = seccomp_rule_add_array(context_.get(), action, number, static_cast<unsigned>(conditions.size()),
                                             conditions.data());
    // A negative number is a call that this architecture does not have, so it cannot be made.
    if (added != 0 && number >= 0) good_ = false;
  }

  std::unique_ptr<void, decltype(&seccomp_release)> context_;
  bool good_ = true;
};

scmp_arg_cmp equal(unsigned argument, std::uint64_t value) { return {argument, SCMP_CMP_EQ, value, 0}; }
scmp_arg_cmp masked(unsigned argument, std::uint64_t mask, std::uint64_t value) {
  return {argument, SCMP_CMP_MASKED_EQ, mask, value};
}

// A filter sees that a path is passed, not which one; AT_EMPTY_PATH says only that it may be empty. Both rules have a
// condition, because libseccomp drops the conditions of a call that also gets an unconditional rule.
void answer_descriptor_facts(Filter& filter, const char* name, unsigned flags) {
  if (answers_descriptor_facts()) filter.trap_if(name, {masked(flags, AT_EMPTY_PATH, AT_EMPTY_PATH)});
  filter.refuse_if({name, EACCES}, {masked(flags, AT_EMPTY_PATH, 0)});
}

// Allows only private mappings: RLIMIT_DATA does not count shared ones, stacks that grow, or huge pages (mmap(2)).
void allow_mapping(Filter& filter, const char* name) {
  constexpr std::uint64_t kKinds = 0xf | MAP_GROWSDOWN | MAP_HUGETLB;  // MAP_TYPE is not in every header
  filter.allow_if(name, {masked(3, kKinds, MAP_PRIVATE)});
}

void allow_by_argument(Filter& filter, const std::vector<int>& writable) {
  for (const int fd : writable) {
    filter.allow_if("write", {equal(0, static_cast<std::uint64_t>(fd))});
    filter.allow_if("writev", {equal(0, static_cast<std::uint64_t>(fd))});
  }
  constexpr std::uint64_t kNamespaces =
      CLONE_NEWNS | CLONE_NEWCGROUP | CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWUSER | CLONE_NEWPID | CLONE_NEWNET;
  filter.allow_if("clone", {masked(0, CLONE_THREAD | kNamespaces, CLONE_THREAD)});
  const auto self = static_cast<std::uint64_t>(::getpid());
  filter.allow_if("kill", {equal(0, self)});
  filter.allow_if("tgkill", {equal(0, self)});
  for (const char* name : kOfOneself) {
    filter.allow_if(name, {equal(0, 0)});
    filter.allow_if(name, {equal(0, self)});
  }
  filter.refuse_if({"sched_getaffinity", ENOSYS}, {SCMP_CMP64(0, SCMP_CMP_GT, self)});
  for (const char* name : {"mmap", "mmap2"}) allow_mapping(filter, name);
  for (const int query : {F_GETFD, F_SETFD, F_GETFL, F_SETFL, F_DUPFD_CLOEXEC}) {
    filter.allow_if("fcntl", {equal(1, static_cast<std::uint64_t>(query))});
  }
  filter.allow_if("prctl", {equal(0, PR_SET_NAME)});
  filter.allow_if("prlimit64", {equal(0, 0), equal(2, 0)});  // queries only
  answer_descriptor_facts(filter, "newfstatat", 3);
  answer_descriptor_facts(filter, "statx", 2);
}

}  // namespace

bool apply_seccomp(const std::vector<int>& writable) {
  Filter filter;
  std::istringstream names(kAllowed);
  for (std::string name; names >> name;) filter.allow(name.c_str());
  allow_by_argument(filter, writable);
  for (const Refused& refused : kRefused) filter.refuse(refused);
  return filter.load();
}

}  // namespace aimet

#else

namespace aimet {

bool apply_seccomp(const std::vector<int>&) { return false; }

}  // namespace aimet

#endif
