// SPDX-License-Identifier: Apache-2.0
#pragma once
// How Python writes an op: the names of its functions, its sign, and what their parameters are called.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace aimet {

// Whether a function or a method of this name runs the op: "concat" and "cat" are aten::cat.
bool is_name_of_op(std::string_view op, std::string_view name);

// "+" of "add"; "" for an op without. Of a comparison too.
std::string_view binary_sign(std::string_view op);
// "add" of "+"; "" for a sign that is not of arithmetic, such as ">".
std::string_view op_of_sign(std::string_view sign);
// "add" of operator.add, "div" of operator.truediv; "" for a function that is no arithmetic.
std::string_view op_of_operator(std::string_view function);

// A function of torch.nn.functional, torch or torch.Tensor that a layer of torch.nn takes the place of.
struct FunctionSignature {
  std::string_view name;
  std::vector<std::string_view> parameters;  // the tensors come first
  std::size_t tensors = 1;
};
// Null for a function that is not known.
const FunctionSignature* find_signature(std::string_view name);
// Whether the layer has an argument of the same name and meaning.
bool is_layer_parameter(std::string_view parameter);

// torch.NAME is the forward of AIMET's module, and torch.Tensor.NAME takes the same arguments behind the tensor.
bool is_passed_on(std::string_view op);
// AIMET's module takes two tensors or numbers, and nothing else.
bool takes_two(std::string_view op);

// Functions of torch.nn.functional that AIMET has a module for, and that run several ops.
struct CompositeFunction {
  std::string_view name;
  std::string_view module;
  std::vector<std::string_view> ops;
};
const std::vector<CompositeFunction>& composite_functions();

}  // namespace aimet
