// SPDX-License-Identifier: Apache-2.0
#include "lib/model/evaluate.hpp"

#include <cmath>
#include <limits>

#include "lib/model/op_name.hpp"

namespace aimet {
namespace {

bool is_integral(const Constant& c) { return c.kind == Constant::Kind::integer || c.kind == Constant::Kind::boolean; }
bool is_boolean(const Constant& c) { return c.kind == Constant::Kind::boolean; }

template <typename Number>
std::optional<Constant> compare(std::string_view kind, Number a, Number b) {
  if (kind == "aten::eq") return boolean_constant(a == b);
  if (kind == "aten::ne") return boolean_constant(a != b);
  if (kind == "aten::lt") return boolean_constant(a < b);
  if (kind == "aten::gt") return boolean_constant(a > b);
  if (kind == "aten::le") return boolean_constant(a <= b);
  if (kind == "aten::ge") return boolean_constant(a >= b);
  return std::nullopt;
}

std::optional<Constant> of_integers(std::string_view kind, std::int64_t a, std::int64_t b) {
  std::int64_t result = 0;
  if (kind == "aten::add" && !__builtin_add_overflow(a, b, &result)) return integer_constant(result);
  if (kind == "aten::sub" && !__builtin_sub_overflow(a, b, &result)) return integer_constant(result);
  if (kind == "aten::rsub" && !__builtin_sub_overflow(b, a, &result)) return integer_constant(result);
  if (kind == "aten::mul" && !__builtin_mul_overflow(a, b, &result)) return integer_constant(result);
  if (!is_one_of(kind, {"aten::floordiv", "aten::floor_divide"}) || b == 0) return std::nullopt;
  if (a == std::numeric_limits<std::int64_t>::min() && b == -1)
    return std::nullopt;  // the result needs more than 64 bits
  return integer_constant(a / b - (a % b != 0 && (a < 0) != (b < 0) ? 1 : 0));
}

std::optional<Constant> of_numbers(std::string_view kind, double a, double b) {
  if (kind == "aten::add") return floating_constant(a + b);
  if (kind == "aten::sub") return floating_constant(a - b);
  if (kind == "aten::rsub") return floating_constant(b - a);
  if (kind == "aten::mul") return floating_constant(a * b);
  if (is_one_of(kind, {"aten::div", "aten::true_divide"}) && b != 0) return floating_constant(a / b);
  if (is_one_of(kind, {"aten::floordiv", "aten::floor_divide"}) && b != 0) return floating_constant(std::floor(a / b));
  return std::nullopt;
}

std::optional<Constant> of_bits(std::string_view kind, const Constant& a, const Constant& b) {
  const bool is_and = kind == "aten::__and__";
  if (!is_and && kind != "aten::__or__") return std::nullopt;
  const std::int64_t bits = is_and ? (a.integer & b.integer) : (a.integer | b.integer);
  return is_boolean(a) && is_boolean(b) ? boolean_constant(bits != 0) : integer_constant(bits);
}

}  // namespace

Constant boolean_constant(bool value) {
  Constant constant;
  constant.kind = Constant::Kind::boolean;
  constant.integer = value ? 1 : 0;
  return constant;
}

Constant integer_constant(std::int64_t value) {
  Constant constant;
  constant.kind = Constant::Kind::integer;
  constant.integer = value;
  return constant;
}

Constant floating_constant(double value) {
  Constant constant;
  constant.kind = Constant::Kind::floating;
  constant.floating = value;
  return constant;
}

std::optional<double> number_of(const Constant& constant) {
  if (is_integral(constant)) return static_cast<double>(constant.integer);
  if (constant.kind == Constant::Kind::floating) return constant.floating;
  return std::nullopt;
}

std::optional<Constant> evaluate(std::string_view kind, const Constant& a) {
  const auto number = number_of(a);
  if (!number) return std::nullopt;
  if (is_one_of(kind, {"aten::__not__", "aten::logical_not"})) return boolean_constant(*number == 0);
  if (kind == "aten::Bool") return boolean_constant(*number != 0);
  if (kind == "aten::Float") return floating_constant(*number);
  if (kind == "aten::Int" && is_integral(a)) return integer_constant(a.integer);
  if (kind == "aten::sqrt") return *number < 0 ? std::nullopt : std::optional(floating_constant(std::sqrt(*number)));
  if (kind != "aten::neg") return std::nullopt;
  const auto negated = is_integral(a) ? of_integers("aten::rsub", a.integer, 0) : std::nullopt;
  return negated ? negated : floating_constant(-*number);
}

std::optional<Constant> evaluate(std::string_view kind, const Constant& a, const Constant& b) {
  if (a.kind == Constant::Kind::string && b.kind == Constant::Kind::string)
    return is_one_of(kind, {"aten::eq", "aten::ne"}) ? compare(kind, a.string, b.string) : std::nullopt;
  const auto left = number_of(a);
  const auto right = number_of(b);
  if (!left || !right) return std::nullopt;
  if (is_integral(a) && is_integral(b)) {
    if (auto result = compare(kind, a.integer, b.integer)) return result;
    if (auto result = of_bits(kind, a, b)) return result;
    if (auto result = of_integers(kind, a.integer, b.integer)) return result;
  } else if (auto result = compare(kind, *left, *right)) {
    return result;
  }
  return of_numbers(kind, *left, *right);
}

}  // namespace aimet
