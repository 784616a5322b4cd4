// SPDX-License-Identifier: Apache-2.0
#pragma once
// What becomes of a number under torch.jit.trace. The size of a tensor is a tensor there, and Python's operators on it
// are recorded; what needs a plain number (math.ceil, int(), a custom op's argument) ends that.

#include <optional>
#include <string>
#include <string_view>

#include "lib/model/model.hpp"

namespace aimet {

// The tensor's op that torch.Tensor puts in place of this op on numbers: "aten::floordiv" is "floor_divide". Includes
// aten::size and its like, with which such numbers begin. None: the op is no operator that torch.Tensor overloads.
std::optional<std::string_view> overloaded_operator(const std::string& kind);

// A number, or a list, tuple or optional of numbers.
bool is_number(const Model& model, TypeId type);

// The op hands a plain Python number or a new tensor made of plain numbers on: a trace does not show where its operands
// came from.
bool takes_plain_numbers(const Model& model, OpId op);

}  // namespace aimet
