// SPDX-License-Identifier: Apache-2.0
#pragma once
// Computes without recursion how deep a Python parser would recurse for a source file.

#include <cstdint>
#include <string_view>

namespace aimet {

struct CodeDepth {
  std::int64_t brackets = 0;
  std::int64_t blocks = 0;     // each elif opens a block: LibTorch nests it in the else
  std::int64_t operators = 0;  // in one expression, including the enclosing expressions: a + a + a, x.T.T, f()()
  std::int64_t line = 0;       // 1-based; the line that last raised one of the three depths
};
CodeDepth code_depth(std::string_view source);

}  // namespace aimet
