// SPDX-License-Identifier: Apache-2.0
#pragma once
// Computes how deep the value that a pickle builds is nested: runs the opcodes that LibTorch reads on depths instead of
// values.

#include <cstdint>
#include <string_view>

namespace aimet {

// Stops at the first opcode that is malformed or that LibTorch does not read: LibTorch reports the error. Brackets in
// texts count, because some texts are types that LibTorch parses. If a list is filled through the memo after it was put
// into another value, its growth is added to the total, which may overestimate the depth. PyTorch writes no such list.
std::int64_t pickle_depth(std::string_view pickle);

}  // namespace aimet
