// SPDX-License-Identifier: Apache-2.0
#pragma once
// How deep the value that a pickle builds is nested: the opcodes that LibTorch reads, run over depths instead of
// values.

#include <cstdint>
#include <string_view>

namespace aimet {

// Stops at the first opcode that is malformed or that LibTorch does not read: LibTorch says what is wrong with it.
// Brackets in texts count, since some are types that LibTorch parses. A list that is filled through the memo after it
// was put into another counts for all that hold it, which may be more than it is: what PyTorch writes has no such list.
std::int64_t pickle_depth(std::string_view pickle);

}  // namespace aimet
