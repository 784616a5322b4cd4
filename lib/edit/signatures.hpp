// SPDX-License-Identifier: Apache-2.0
#pragma once
// How an op is written in Python: the names of its functions, its operator, and the names of its parameters.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace aimet {

// Whether a function or a method of this name runs the op: "concat" and "cat" are aten::cat.
bool is_name_of_op(std::string_view op, std::string_view name);

// "+" for "add", ">" for "gt"; "" for an op without an operator.
std::string_view binary_sign(std::string_view op);
// "add" for "+"; "" for an operator that is not arithmetic, such as ">".
std::string_view op_of_sign(std::string_view sign);
// "add" for operator.add, "div" for operator.truediv, "gt" for operator.gt; "" for any other function.
std::string_view op_of_operator(std::string_view function);

// A function of torch.nn.functional, torch or torch.Tensor that a layer of torch.nn can replace.
struct FunctionSignature {
  std::string_view name;
  std::vector<std::string_view> parameters;  // tensors first
  std::size_t tensors = 1;
};
// nullptr if the function is not known.
const FunctionSignature* find_signature(std::string_view name);
// Whether the layer has a parameter of the same name and meaning.
bool is_layer_parameter(std::string_view parameter);

// Whether the forward of AIMET's module for the op is torch.NAME. torch.Tensor.NAME takes the same arguments after the
// tensor.
bool is_passed_on(std::string_view op);
// Whether AIMET's module for the op takes two tensors or numbers and nothing else.
bool takes_two(std::string_view op);

// A function of torch.nn.functional that runs several ops and that AIMET has one module for.
struct CompositeFunction {
  std::string_view name;
  std::string_view module;
  std::vector<std::string_view> ops;
};
const std::vector<CompositeFunction>& composite_functions();

}  // namespace aimet
