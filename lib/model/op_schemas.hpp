// SPDX-License-Identifier: Apache-2.0
#pragma once
// What PyTorch's schemas say about the operators of ATen, for files without schemas and runs without LibTorch.

#include <cstddef>
#include <string_view>
#include <vector>

namespace aimet {

struct KnownOperator {
  std::string_view name;       // "aten::add_"
  std::string_view arguments;  // of all overloads: "self other alpha"
  std::string_view written;    // the arguments that it writes into
  std::string_view viewed;     // the arguments that a result is, views or contains
};

// PyTorch 1.13 to 2.14, sorted by name (scripts/op_schemas.py).
const std::vector<KnownOperator>& known_operators();
const KnownOperator* find_operator(std::string_view name);

// Whether the op is a composite op that returns its input itself if there is nothing to do, though
// native_functions.yaml gives it no "(a)". A tracer then treats the result as the input (1.13.1).
bool may_return_input(std::string_view name);

// Whether the op is a composite op that returns views, though native_functions.yaml gives it no "(a)": the unsafe_* ops
// hide their views on purpose. A tracer keeps the writes through these views (1.13.1).
bool views_input(std::string_view name);

}  // namespace aimet
