// SPDX-License-Identifier: Apache-2.0
#pragma once
// Refuses files that would make LibTorch recurse or allocate without bound, before LibTorch reads them: LibTorch 1.13
// to 2.14 unpickle and parse nested structures by recursion and crash if these are too deep.

#include <cstdint>

#include "lib/file/byte_source.hpp"
#include "lib/file/identify.hpp"

namespace aimet {

struct BombLimits {
  std::uint64_t record_bytes = std::uint64_t{256} << 20;  // per pickle or source file
  std::uint64_t code_bytes = std::uint64_t{512} << 20;    // total of all source files
  std::int64_t pickle_depth = 1000;
  std::int64_t bracket_depth = 250;
  std::int64_t block_depth = 250;
  std::int64_t operator_depth = 1000;
};

// Throws RunError(ErrorKind::limit) with the record's name and the figure, or ErrorKind::corrupt if a record cannot be
// inflated.
void refuse_bombs(const ByteSource& bytes, const TorchScriptFile& file, const BombLimits& limits = {});

}  // namespace aimet
