// SPDX-License-Identifier: Apache-2.0
#pragma once
// The operators of other libraries that a file's code calls, `ops.library.name(...)`, and the arguments and results of
// these calls, from which a schema can be derived. PyTorch's own operators are written torch.name(...).

#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <string_view>

namespace aimet {

struct CustomOpUse {
  std::size_t fewest = 0;  // positional arguments
  std::size_t most = 0;
  std::set<std::string> keywords;
  std::size_t results = 1;    // `a, b = ops.x.y(...)`: 2
  std::string result;         // the function's annotated return type, if it returns the call directly; "" if unknown
  bool unpacks_list = false;  // `a, b, = ops.x.y(...)`: PyTorch writes the unpacking of a list with a trailing comma
};

// Adds the operator calls in one record of code to `uses`, keyed by "library::name".
void add_custom_op_uses(std::string_view code, std::map<std::string, CustomOpUse>& uses);

}  // namespace aimet
