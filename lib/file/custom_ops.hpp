// SPDX-License-Identifier: Apache-2.0
#pragma once
// The operators of other libraries that a file's code calls, `ops.library.name(...)`, and how it calls them: what a
// schema would have to look like. PyTorch's own are written torch.name(...).

#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <string_view>

namespace aimet {

struct CustomOpUse {
  std::size_t fewest = 0;  // arguments by position
  std::size_t most = 0;
  std::set<std::string> keywords;
  std::size_t results = 1;    // `a, b = ops.x.y(...)`: 2
  std::string result;         // the annotated type of what a function returns at once; "": unknown
  bool unpacks_list = false;  // `a, b, = ops.x.y(...)` (as PyTorch writes the unpacking of a list)
};

// By "library::name". Adds what one record of code holds to `uses`.
void add_custom_op_uses(std::string_view code, std::map<std::string, CustomOpUse>& uses);

}  // namespace aimet
