// SPDX-License-Identifier: Apache-2.0
#pragma once
// A file in memory, for parsers that take the path of a file.

#include <sys/mman.h>
#include <unistd.h>

#include <string>
#include <string_view>

#include "tests/fuzz/promise.hpp"

namespace aimet::fuzz {

class FileInMemory {
 public:
  explicit FileInMemory(std::string_view bytes) : fd_(::memfd_create("input", MFD_CLOEXEC)) {
    promise(fd_ >= 0, "a file in memory can be made");
    promise(::write(fd_, bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size()), "it can be filled");
  }
  ~FileInMemory() { ::close(fd_); }
  FileInMemory(const FileInMemory&) = delete;
  FileInMemory& operator=(const FileInMemory&) = delete;

  std::string path() const { return "/proc/self/fd/" + std::to_string(fd_); }

 private:
  int fd_;
};

}  // namespace aimet::fuzz
