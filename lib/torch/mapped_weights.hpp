// SPDX-License-Identifier: Apache-2.0
#pragma once
// Weights of a model, mapped from the file instead of copied out of it: what nothing touches is never read, and what is
// touched is the page cache's own.

#include <cstddef>
#include <cstdint>
#include <vector>

namespace aimet {

// Bytes [first, last) of the file.
struct ByteRange {
  std::uint64_t first = 0;
  std::uint64_t last = 0;
};

// While one exists, LibTorch's allocator of CPU memory gives out, for an allocation as large as one of `records`
// (sorted), memory that shows the bytes of that record of `fd`, private to this process. It is a guess, for LibTorch
// asks for memory before it says what for: is_there() says whether it was right, and if not the bytes are read as
// ever. Memory given out so serves raw_deallocate as well (packed weights of quantized models). One at a time, in one
// thread; the memory outlives it.
class MappedWeights {
 public:
  MappedWeights(int fd, const std::vector<ByteRange>& records);
  ~MappedWeights();
  MappedWeights(const MappedWeights&) = delete;
  MappedWeights& operator=(const MappedWeights&) = delete;

  // Whether `buffer` shows these bytes of the file already.
  static bool is_there(const void* buffer, std::uint64_t position, std::size_t count);
};

}  // namespace aimet
