// SPDX-License-Identifier: Apache-2.0
#include "lib/file/byte_source.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "lib/model/error.hpp"

namespace aimet {
namespace {

[[noreturn]] void cannot_read(int error) {
  throw RunError(ErrorKind::unreadable, std::string("The file cannot be read: ") + std::strerror(error) + ".");
}

std::size_t read_fully(int fd, std::uint64_t offset, char* to, std::size_t count) {
  std::size_t done = 0;
  while (done < count) {
    const ssize_t got = ::pread(fd, to + done, count - done, static_cast<off_t>(offset + done));
    if (got == 0) break;
    if (got > 0) {
      done += static_cast<std::size_t>(got);
    } else if (errno != EINTR) {
      cannot_read(errno);
    }
  }
  return done;
}

}  // namespace

std::string ByteSource::read(std::uint64_t offset, std::size_t count) const {
  if (offset >= size_) return {};
  std::string result(static_cast<std::size_t>(std::min<std::uint64_t>(count, size_ - offset)), '\0');
  result.resize(read_at_(offset, result.data(), result.size()));
  return result;
}

ByteSource file_bytes(int fd) {
  struct stat facts {};
  if (::fstat(fd, &facts) != 0) cannot_read(errno);
  return {static_cast<std::uint64_t>(facts.st_size),
          [fd](std::uint64_t offset, char* to, std::size_t count) { return read_fully(fd, offset, to, count); }};
}

ByteSource memory_bytes(std::string_view text) {
  return {text.size(), [text](std::uint64_t offset, char* to, std::size_t count) {
            return text.copy(to, count, static_cast<std::size_t>(offset));
          }};
}

}  // namespace aimet
