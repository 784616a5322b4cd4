// SPDX-License-Identifier: Apache-2.0
#pragma once
// Hands a file that is already open to LibTorch, with the bytes of the weights left out where nobody will look at them.

#include <caffe2/serialize/read_adapter_interface.h>

#include <cstdint>
#include <vector>

namespace aimet {

// Bytes [first, last) of the file.
struct ByteRange {
  std::uint64_t first = 0;
  std::uint64_t last = 0;
};

// Reads with pread, so that the offset of `fd` is neither used nor moved. Bytes inside `unread` (sorted, disjoint)
// are reported as read while the buffer stays as it was: LibTorch allocates the tensor and never touches its pages.
class FdReadAdapter final : public caffe2::serialize::ReadAdapterInterface {
 public:
  FdReadAdapter(int fd, std::vector<ByteRange> unread);
  size_t size() const override { return static_cast<size_t>(size_); }
  size_t read(uint64_t position, void* buffer, size_t count, const char* what) const override;

 private:
  int fd_;
  std::uint64_t size_ = 0;
  std::vector<ByteRange> unread_;
};

}  // namespace aimet
