// SPDX-License-Identifier: Apache-2.0
#pragma once
// Random access to bytes: an open file through pread, or memory (tests, fuzzers). The file's offset never changes.

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace aimet {

class ByteSource {
 public:
  using ReadAt = std::function<std::size_t(std::uint64_t offset, char* to, std::size_t count)>;

  ByteSource(std::uint64_t size, ReadAt read_at) : size_(size), read_at_(std::move(read_at)) {}

  std::uint64_t size() const { return size_; }
  // Returns `count` bytes from `offset`, fewer only at the end. Throws RunError(ErrorKind::unreadable) on an I/O error.
  std::string read(std::uint64_t offset, std::size_t count) const;

 private:
  std::uint64_t size_;
  ReadAt read_at_;
};

// The caller keeps ownership of the descriptor, which must outlive the source.
ByteSource file_bytes(int fd);
// The caller keeps ownership of the text, which must outlive the source.
ByteSource memory_bytes(std::string_view text);

}  // namespace aimet
