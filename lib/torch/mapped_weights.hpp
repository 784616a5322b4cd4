// SPDX-License-Identifier: Apache-2.0
#pragma once
// Maps the weights of a model from the file instead of copying them: what is not touched is never read, and what is
// touched uses the page cache's own memory.

#include <cstddef>
#include <cstdint>
#include <vector>

namespace aimet {

// Bytes [first, last) of the file.
struct ByteRange {
  std::uint64_t first = 0;
  std::uint64_t last = 0;
};

// While an instance exists, LibTorch's allocator of CPU memory serves an allocation of the size of one of `records`
// (sorted) with a private mapping of that record of `fd`. This is a guess, because LibTorch allocates before it names
// the record: is_there() returns whether the guess was right; if not, the bytes are read as usual. raw_deallocate
// accepts mapped memory as well (packed weights of quantized models). Only one instance may exist, in one thread; the
// memory outlives it.
class MappedWeights {
 public:
  MappedWeights(int fd, const std::vector<ByteRange>& records);
  ~MappedWeights();
  MappedWeights(const MappedWeights&) = delete;
  MappedWeights& operator=(const MappedWeights&) = delete;

  // Whether `buffer` already maps these bytes of the file.
  static bool is_there(const void* buffer, std::uint64_t position, std::size_t count);
};

}  // namespace aimet
