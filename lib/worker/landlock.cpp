// SPDX-License-Identifier: Apache-2.0
#include "lib/worker/landlock.hpp"

#include <unistd.h>

#include <cstddef>
#include <cstdint>

#include "lib/model/descriptor.hpp"

namespace aimet {
namespace {

// Documentation/userspace-api/landlock.rst: the numbers and layouts are stable kernel ABI, equal on every architecture
// that Debian builds for except alpha.
constexpr long kCreateRuleset = 444;
constexpr long kRestrictSelf = 446;
constexpr std::uint32_t kAskVersion = 1;

struct Ruleset {
  std::uint64_t fs = 0;
  std::uint64_t net = 0;     // ABI 4
  std::uint64_t scoped = 0;  // ABI 6
};

// All accesses that this kernel can restrict.
Ruleset everything(long abi) {
  Ruleset all;
  all.fs = (std::uint64_t{1} << 13) - 1;           // execute ... make symbolic link
  if (abi >= 2) all.fs |= std::uint64_t{1} << 13;  // link or rename across folders
  if (abi >= 3) all.fs |= std::uint64_t{1} << 14;  // truncate
  if (abi >= 5) all.fs |= std::uint64_t{1} << 15;  // ioctl on devices
  if (abi >= 4) all.net = 3;                       // TCP bind, connect
  if (abi >= 6) all.scoped = 3;                    // abstract sockets of other processes, signals to them
  return all;
}

std::size_t size_for(long abi) {
  if (abi >= 6) return sizeof(Ruleset);
  return abi >= 4 ? offsetof(Ruleset, scoped) : offsetof(Ruleset, net);
}

}  // namespace

bool apply_landlock() {
  const long abi = ::syscall(kCreateRuleset, nullptr, std::size_t{0}, kAskVersion);
  if (abi < 1) return false;
  const Ruleset handled = everything(abi);
  const Descriptor ruleset(static_cast<int>(::syscall(kCreateRuleset, &handled, size_for(abi), 0U)));
  return ruleset && ::syscall(kRestrictSelf, ruleset.get(), 0U) == 0;
}

}  // namespace aimet
