// SPDX-License-Identifier: Apache-2.0
#pragma once
// Refuses what would make LibTorch recurse or allocate without end, before LibTorch sees it: LibTorch 1.13 to 2.14
// unpickle and parse nested structures by recursion and die of it.

#include <cstdint>

#include "lib/file/byte_source.hpp"
#include "lib/file/identify.hpp"

namespace aimet {

struct BombLimits {
  std::uint64_t record_bytes = std::uint64_t{256} << 20;  // of one pickle or one source file
  std::uint64_t code_bytes = std::uint64_t{512} << 20;    // of all source files together
  std::int64_t pickle_depth = 1000;
  std::int64_t bracket_depth = 250;
  std::int64_t block_depth = 250;
  std::int64_t operator_depth = 1000;
};

// Throws RunError(kLimit) with the record's name and the figure, or kCorrupt when a record cannot be inflated.
void refuse_bombs(const ByteSource& bytes, const TorchScriptFile& file, const BombLimits& limits = {});

}  // namespace aimet
