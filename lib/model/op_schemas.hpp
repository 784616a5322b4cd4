// SPDX-License-Identifier: Apache-2.0
#pragma once
// What PyTorch's schemas say of the operators of ATen, for files that hold no schema and runs without LibTorch.

#include <cstddef>
#include <string_view>
#include <vector>

namespace aimet {

struct KnownOperator {
  std::string_view name;       // "aten::add_"
  std::string_view arguments;  // of all overloads: "self other alpha"
  std::string_view written;    // those that it writes into
  std::string_view viewed;     // those that a result is, views or holds
};

// PyTorch 1.13 to 2.14, sorted by name (scripts/op_schemas.py).
const std::vector<KnownOperator>& known_operators();
const KnownOperator* find_operator(std::string_view name);

// Composite ops that return their input itself where there is nothing to do, though native_functions.yaml gives them no
// "(a)": then a tracer takes the result for the input (1.13.1).
bool may_return_input(std::string_view name);

// Composite ops that return views, though native_functions.yaml gives them no "(a)": the unsafe_* family hides its
// views on purpose. A tracer keeps what is written through them (1.13.1).
bool views_input(std::string_view name);

}  // namespace aimet
