// SPDX-License-Identifier: Apache-2.0
#pragma once
// Finds rules that can match no model, because they name operators, arguments or dtypes that do not exist.

#include <string>
#include <vector>

#include "tools/rules.hpp"

namespace aimet {

// Returns one sentence for each such rule. `operators`: for each overload, the kind and then the names of its
// arguments.
std::vector<std::string> impossible(const OwnRules& rules, const std::vector<std::vector<std::string>>& operators);

// Compares with ATen's operators in all known versions of PyTorch. Operators of other libraries are not compared.
std::vector<std::string> impossible_without_libtorch(const OwnRules& rules);

}  // namespace aimet
