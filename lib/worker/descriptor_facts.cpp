// SPDX-License-Identifier: Apache-2.0
#include "lib/worker/descriptor_facts.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <ucontext.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdint>
#include <type_traits>

namespace aimet {
namespace {

#if defined(__x86_64__) || defined(__aarch64__)

#if defined(__x86_64__)
constexpr std::array kArguments = {REG_RDI, REG_RSI, REG_RDX, REG_R10, REG_R8};
greg_t& result_of(ucontext_t& machine) { return machine.uc_mcontext.gregs[REG_RAX]; }
template <typename Type>
Type argument(const ucontext_t& machine, std::size_t at) {
  return (Type)machine.uc_mcontext.gregs[kArguments[at]];  // NOLINT: a register is a number or a pointer
}
#else
auto& result_of(ucontext_t& machine) { return machine.uc_mcontext.regs[0]; }
template <typename Type>
Type argument(const ucontext_t& machine, std::size_t at) {
  return (Type)machine.uc_mcontext.regs[at];  // NOLINT: a register is a number or a pointer
}
#endif

statx_timestamp time_of(const timespec& time) {
  statx_timestamp stamp{};
  stamp.tv_sec = time.tv_sec;
  stamp.tv_nsec = static_cast<std::uint32_t>(time.tv_nsec);
  return stamp;
}

struct statx extended(const struct stat& facts) {
  struct statx all {};
  all.stx_mask = STATX_BASIC_STATS;
  all.stx_blksize = static_cast<std::uint32_t>(facts.st_blksize);
  all.stx_nlink = static_cast<std::uint32_t>(facts.st_nlink);
  all.stx_uid = facts.st_uid;
  all.stx_gid = facts.st_gid;
  all.stx_mode = static_cast<std::uint16_t>(facts.st_mode);
  all.stx_ino = facts.st_ino;
  all.stx_size = static_cast<std::uint64_t>(facts.st_size);
  all.stx_blocks = static_cast<std::uint64_t>(facts.st_blocks);
  all.stx_atime = time_of(facts.st_atim);
  all.stx_mtime = time_of(facts.st_mtim);
  all.stx_ctime = time_of(facts.st_ctim);
  all.stx_rdev_major = major(facts.st_rdev);
  all.stx_rdev_minor = minor(facts.st_rdev);
  all.stx_dev_major = major(facts.st_dev);
  all.stx_dev_minor = minor(facts.st_dev);
  return all;
}

// On these processors the kernel's struct stat is the same as glibc's.
long facts_of(int fd, struct stat& facts) { return ::syscall(SYS_fstat, fd, &facts) == 0 ? 0 : -errno; }

long answer(const ucontext_t& machine, int number) {
  const int fd = argument<int>(machine, 0);
  const char* path = argument<const char*>(machine, 1);
  if (path != nullptr && *path != '\0') return -EACCES;
  struct stat facts {};
  const long failure = facts_of(fd, facts);
  if (failure != 0) return failure;
  if (number == SYS_newfstatat) *argument<struct stat*>(machine, 2) = facts;
  if (number == SYS_statx) *argument<struct statx*>(machine, 4) = extended(facts);
  return number == SYS_newfstatat || number == SYS_statx ? 0 : -ENOSYS;
}

extern "C" void on_trapped_call(int, siginfo_t* info, void* context) {
  const int before = errno;
  auto& machine = *static_cast<ucontext_t*>(context);
  result_of(machine) = static_cast<std::decay_t<decltype(result_of(machine))>>(answer(machine, info->si_syscall));
  errno = before;
}

#endif

}  // namespace

bool answers_descriptor_facts() {
#if defined(__x86_64__) || defined(__aarch64__)
  struct sigaction action {};
  sigemptyset(&action.sa_mask);
  action.sa_sigaction = on_trapped_call;
  action.sa_flags = SA_SIGINFO | SA_NODEFER;
  return ::sigaction(SIGSYS, &action, nullptr) == 0;
#else
  return false;
#endif
}

}  // namespace aimet
