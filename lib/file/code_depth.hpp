// SPDX-License-Identifier: Apache-2.0
#pragma once
// How deep a parser of Python would recurse for a source file, found without recursion.

#include <cstdint>
#include <string_view>

namespace aimet {

struct CodeDepth {
  std::int64_t brackets = 0;
  std::int64_t blocks = 0;     // each elif opens one: LibTorch puts it into the else
  std::int64_t operators = 0;  // that one expression holds, with those around it: a + a + a, x.T.T, f()()
  std::int64_t line = 0;       // of the deepest, from 1
};
CodeDepth code_depth(std::string_view source);

}  // namespace aimet
