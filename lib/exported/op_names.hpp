// SPDX-License-Identifier: Apache-2.0
#pragma once
// The kinds of an exported program's ops, derived from the names in the file.

#include <string>
#include <string_view>

namespace aimet {

// "torch.ops.aten.add.Tensor" -> "aten::add", "torch.ops.higher_order.cond" -> "higher_order::cond",
// "_operator.mul" (on sizes) -> "python::_operator.mul"
std::string kind_of_target(std::string_view target);

// From torch_fn: "hardswish_1;function.hardswish" -> "aten::hardswish"; "" if it names no function.
std::string kind_of_function(std::string_view torch_fn);

}  // namespace aimet
