// SPDX-License-Identifier: Apache-2.0
#include "lib/torch/read_adapter.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <string>

#include "lib/model/error.hpp"
#include "lib/torch/mapped_weights.hpp"

namespace aimet {
namespace {

void read_exactly(int fd, char* buffer, std::size_t count, std::uint64_t position) {
  while (count > 0) {
    const ssize_t got = ::pread(fd, buffer, count, static_cast<off_t>(position));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) throw RunError(ErrorKind::unreadable, std::string("reading failed: ") + std::strerror(errno));
    if (got == 0) throw RunError(ErrorKind::corrupt, "the file ends where one of its records should go on");
    buffer += got;
    count -= static_cast<std::size_t>(got);
    position += static_cast<std::uint64_t>(got);
  }
}

}  // namespace

FdReadAdapter::FdReadAdapter(int fd) : fd_(fd) {
  struct stat status {};
  if (::fstat(fd, &status) != 0) throw RunError(ErrorKind::unreadable, std::strerror(errno));
  size_ = static_cast<std::uint64_t>(status.st_size);
}

size_t FdReadAdapter::read(uint64_t position, void* buffer, size_t count, const char* /*what*/) const {
  if (position >= size_) return 0;
  count = static_cast<size_t>(std::min<std::uint64_t>(count, size_ - position));
  if (MappedWeights::is_there(buffer, position, count)) return count;
  read_exactly(fd_, static_cast<char*>(buffer), count, position);
  return count;
}

}  // namespace aimet
