// SPDX-License-Identifier: Apache-2.0
#pragma once
// How torch.jit.trace records numbers. The size of a tensor is a tensor there, and Python's operators on it are
// recorded until something needs a plain number (math.ceil, int(), a custom op's argument).

#include <optional>
#include <string>
#include <string_view>

#include "lib/model/model.hpp"

namespace aimet {

// The op on tensors that torch.Tensor uses instead of this op on numbers: "floor_divide" for "aten::floordiv". Includes
// aten::size and aten::numel, where such numbers come from. nullopt if torch.Tensor does not overload the op.
std::optional<std::string_view> overloaded_operator(const std::string& kind);

// Whether the type is a number, or a list, tuple or optional of numbers.
bool is_number(const Model& model, TypeId type);

// Whether the op returns a plain Python number, or a new tensor made of plain numbers: a trace does not show where its
// operands came from.
bool takes_plain_numbers(const Model& model, OpId op);

}  // namespace aimet
