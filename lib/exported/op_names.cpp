// SPDX-License-Identifier: Apache-2.0
#include "lib/exported/op_names.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace aimet {
namespace {

// Python's names of functions on tensors, and the aten ops that a tracer records for them; "" if there is none.
constexpr std::pair<std::string_view, std::string_view> kOperators[] = {{"invert", "bitwise_not"},
                                                                        {"getitem", "slice"},
                                                                        {"setitem", "copy_"},
                                                                        {"truediv", "div"},
                                                                        {"floordiv", "floor_divide"},
                                                                        {"and", "__and__"},
                                                                        {"or", "__or__"},
                                                                        {"xor", "__xor__"},
                                                                        {"lshift", "__lshift__"},
                                                                        {"rshift", "__rshift__"},
                                                                        {"mod", "remainder"},
                                                                        {"itruediv", "div_"},
                                                                        {"iadd", "add_"},
                                                                        {"isub", "sub_"},
                                                                        {"imul", "mul_"},
                                                                        {"radd", "add"},
                                                                        {"rmul", "mul"},
                                                                        {"rtruediv", "div"},
                                                                        {"rpow", "pow"},
                                                                        {"rmatmul", "matmul"},
                                                                        {"tensor", ""}};

std::string_view without_underscores(std::string_view name) {
  constexpr std::string_view kDunder = "__";
  if (name.size() > 4 && name.substr(0, 2) == kDunder && name.substr(name.size() - 2) == kDunder)
    return name.substr(2, name.size() - 4);
  return name;
}

}  // namespace

std::string kind_of_target(std::string_view target) {
  constexpr std::string_view kOps = "torch.ops.";
  if (target.substr(0, kOps.size()) != kOps) return "python::" + std::string(target);
  std::string_view rest = target.substr(kOps.size());
  const std::size_t space = rest.find('.');
  if (space == std::string_view::npos) return "python::" + std::string(target);
  // In Model prim:: means control flow and containers, with inputs and blocks that checks rely on. An op of PyTorch's
  // namespace prim (torch.ops.prim.device) is never one of these in an exported program.
  if (rest.substr(0, space) == "prim") return "python::" + std::string(target);
  const std::string_view name = rest.substr(space + 1, rest.find('.', space + 1) - space - 1);
  return std::string(rest.substr(0, space)) + "::" + std::string(name);
}

std::string kind_of_function(std::string_view torch_fn) {
  const std::size_t semicolon = torch_fn.find(';');
  const std::size_t dot = torch_fn.rfind('.');
  constexpr std::string_view kOverload = ";OpOverload.";  // added by torch.export, as for sym_size: no function call
  if (torch_fn.find(kOverload) != std::string_view::npos) return "";
  if (semicolon == std::string_view::npos || dot == std::string_view::npos || dot < semicolon) return "";
  const std::string_view name = without_underscores(torch_fn.substr(dot + 1));
  const auto row = std::find_if(std::begin(kOperators), std::end(kOperators),
                                [&](const auto& entry) { return entry.first == name; });
  if (row == std::end(kOperators)) return "aten::" + std::string(name);
  return row->second.empty() ? "python::" + std::string(name) : "aten::" + std::string(row->second);
}

}  // namespace aimet
