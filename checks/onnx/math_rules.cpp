// SPDX-License-Identifier: Apache-2.0
#include "checks/onnx/math_rules.hpp"

#include <cmath>
#include <iterator>

namespace aimet::onnx {
namespace {

std::optional<Problem> booleans_only(const View& view, const Node& op) {
  for (const Handle input : op.inputs) {
    const auto dtype = view.dtype(input);
    if (!dtype) {
      return Problem{Verdict::unsure, "it converts only for boolean tensors, and the types are not known",
                     "see that both sides are boolean"};
    }
    if (*dtype != "bool") {
      return refused("it converts only for boolean tensors, and this one is " + *dtype,
                     view.before(206) ? "compute it with arithmetic, or on boolean tensors"
                                      : "compute it with arithmetic, or export `&` with opset 18 or higher");
    }
  }
  return std::nullopt;
}

std::optional<Problem> norm_order(const View& view, const Node& op) {
  if (op.inputs.size() < 4) return std::nullopt;
  const auto order = view.number(op.inputs[1]);
  if (order && (*order == 1 || *order == 2)) return std::nullopt;
  return refused("only p=1 and p=2 convert", "use torch.linalg.vector_norm(x, ord=p, dim=...)");
}

std::optional<Problem> matrix_norm_order(const View& view, const Node& op) {
  const auto text = view.text(op.inputs[1]);
  const auto number = view.number(op.inputs[1]);
  if (text == "nuc") return refused("ord='nuc' does not convert", "use ord='fro'");
  if (number && std::abs(*number) == 2) return refused("ord=2 and ord=-2 do not convert", "use ord='fro'");
  return std::nullopt;
}

std::optional<Problem> vector_norm_zero(const View& view, const Node& op) {
  if (view.number(op.inputs[1]) != 0.0) return std::nullopt;
  return refused("ord=0 does not convert before opset 11", "export with opset 11 or higher");
}

// With an empty dim, the reduction gets an empty list of axes, which the ONNX checker refuses before opset 13.
std::optional<Problem> frobenius_dims(const View& view, const Node& op) {
  if (op.inputs.size() < 2) return std::nullopt;
  const auto dims = view.integers(op.inputs[1]);
  if (!dims || !dims->empty()) return std::nullopt;
  return refused("without dim it converts from opset 13 on", "export with opset 13 or higher, or give dim");
}

std::optional<Problem> threshold_zero(const View& view, const Node& op) {
  if (view.number(op.inputs[1]) == 0.0 && view.number(op.inputs[2]) == 0.0) return std::nullopt;
  return refused("only threshold 0 with value 0 converts, which is a ReLU", "use torch.where(x > threshold, x, value)");
}

std::optional<Problem> elu_scales(const View& view, const Node& op) {
  for (std::size_t i = 2; i < op.inputs.size() && i < 4; ++i) {
    if (view.number(op.inputs[i]).value_or(1) != 1)
      return refused("a scale other than 1 does not convert", "multiply by the scale outside of elu");
  }
  return std::nullopt;
}

std::optional<Problem> from_opset_11(const View& view, const Node& op) {
  (void)view;
  (void)op;
  return refused("it converts from opset 11 on", "export with opset 11 or higher");
}

std::optional<Problem> constant_dtype(const View& view, const Node& op) {
  const Handle dtype = op.inputs.back();
  if (view.is_none(dtype) || view.is_constant(dtype)) return std::nullopt;
  return refused("its dtype is computed, not a constant", "give the dtype as torch.float32 or the like");
}

std::optional<Problem> reduced_dims(const View& view, const Node& op) {
  if (op.inputs.size() != 4) return constant_dtype(view, op);
  if (!view.is_none(op.inputs[1]) && !view.integers(op.inputs[1]) && !view.integer(op.inputs[1])) {
    return refused("its dim is computed, not a constant", "give the dim as numbers");
  }
  return constant_dtype(view, op);
}

// The conversion takes 2 arguments (input, dtype) or 4 (input, dim, keepdim, dtype). prod has no overload with several
// dims.
std::optional<Problem> reduction_arity(const View& view, const Node& op) {
  (void)view;
  if (op.inputs.size() == 2 || op.inputs.size() == 4) return std::nullopt;
  return refused("this form of it does not convert", "call it with dim and keepdim, or with neither");
}

std::optional<Problem> any_arity(const View& view, const Node& op) {
  if (op.inputs.size() == 1) return std::nullopt;
  if (op.inputs.size() == 3 && view.integer(op.inputs[1])) return std::nullopt;
  if (op.inputs.size() == 3 && view.before(206)) {
    return refused("only one constant dim converts", "reduce one dim after the other");
  }
  return std::nullopt;
}

// Without dim, ReduceMax and ReduceMin get an empty list of axes, which the ONNX checker refuses. From opset 18 on, the
// axes are an input.
std::optional<Problem> empty_axes(const View& view, const Node& op) {
  const auto dims = op.inputs.size() > 1 ? view.integers(op.inputs[1]) : std::nullopt;
  if (!dims || !dims->empty()) return std::nullopt;
  return refused("without dim it does not convert", "use x.max() or x.min(), or give dim");
}

// div (symbolic_opset9.py) takes the argument after the divisor as the rounding mode, even if it is out=.
std::optional<Problem> rounding_mode(const View& view, const Node& op) {
  if (op.inputs.size() < 3 || view.is_none(op.inputs[2]) || view.is_text(op.inputs[2])) return std::nullopt;
  return refused("with out= it does not convert", "write y = x / z instead of out=y");
}

constexpr RuleRow kRows[] = {
    {"aten::amax", 9, kAnyOpset, 0, 199, empty_axes},
    {"aten::amin", 9, kAnyOpset, 0, 199, empty_axes},
    {"aten::div", 9, kAnyOpset, 0, kAnyRelease, rounding_mode},
    {"aten::bitwise_not", 9, 17, 0, kAnyRelease, booleans_only},
    {"aten::bitwise_or", 9, 17, 0, kAnyRelease, booleans_only},
    {"aten::bitwise_and", 9, 17, 0, kAnyRelease, booleans_only},
    {"aten::__and_", 9, 17, 0, kAnyRelease, booleans_only},
    {"aten::__or_", 9, kAnyOpset, 0, kAnyRelease, booleans_only},
    {"aten::__xor_", 9, kAnyOpset, 0, kAnyRelease, booleans_only},
    {"aten::bitwise_not", 18, kAnyOpset, 0, kAnyRelease, booleans_only},
    {"aten::bitwise_or", 18, kAnyOpset, 0, kAnyRelease, booleans_only},
    {"aten::norm", 9, kAnyOpset, 0, kAnyRelease, norm_order},
    {"aten::frobenius_norm", 9, 12, 0, kAnyRelease, frobenius_dims},
    {"aten::linalg_matrix_norm", 9, kAnyOpset, 0, kAnyRelease, matrix_norm_order},
    {"aten::linalg_vector_norm", 9, 10, 0, kAnyRelease, vector_norm_zero},
    {"aten::threshold", 9, kAnyOpset, 0, kAnyRelease, threshold_zero},
    {"aten::elu", 9, kAnyOpset, 0, kAnyRelease, elu_scales},
    {"aten::cumsum", 9, 10, 0, kAnyRelease, from_opset_11},
    {"aten::sum", 9, 12, 0, kAnyRelease, reduced_dims},
    {"aten::mean", 9, kAnyOpset, 0, kAnyRelease, reduced_dims},
    {"aten::prod", 9, kAnyOpset, 0, kAnyRelease, reduced_dims},
    {"aten::sum", 9, kAnyOpset, 0, kAnyRelease, reduction_arity},
    {"aten::mean", 9, kAnyOpset, 0, kAnyRelease, reduction_arity},
    {"aten::prod", 9, kAnyOpset, 0, kAnyRelease, reduction_arity},
    {"aten::any", 9, kAnyOpset, 0, kAnyRelease, any_arity},
    {"aten::all", 9, kAnyOpset, 0, kAnyRelease, any_arity},
};

}  // namespace

RuleTable math_rules() { return {std::begin(kRows), std::end(kRows)}; }

}  // namespace aimet::onnx
