// SPDX-License-Identifier: Apache-2.0
#include <cstdint>
#include <limits>

#include "lib/model/evaluate.hpp"
#include "tests/support/catch.hpp"

namespace aimet {
namespace {

constexpr std::int64_t kLeast = std::numeric_limits<std::int64_t>::min();
constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max();

Constant integer(std::int64_t value) { return integer_constant(value); }

Constant text(const char* words) {
  Constant constant;
  constant.kind = Constant::Kind::string;
  constant.string = words;
  return constant;
}

std::optional<double> number(const std::optional<Constant>& constant) {
  return constant ? number_of(*constant) : std::nullopt;
}

}  // namespace

TEST_CASE("evaluate: integers stay integers, and a division gives a float") {
  REQUIRE(evaluate("aten::add", integer(2), integer(3)).has_value());
  CHECK(evaluate("aten::add", integer(2), integer(3))->kind == Constant::Kind::integer);
  CHECK(number(evaluate("aten::rsub", integer(2), integer(3))) == 1);
  CHECK(evaluate("aten::div", integer(4), integer(2))->kind == Constant::Kind::floating);
  CHECK(number(evaluate("aten::div", integer(3), integer(2))) == 1.5);
  CHECK(number(evaluate("aten::mul", integer(3), floating_constant(0.5))) == 1.5);
}

TEST_CASE("evaluate: floordiv rounds down, as Python's // does") {
  CHECK(number(evaluate("aten::floordiv", integer(7), integer(2))) == 3);
  CHECK(number(evaluate("aten::floordiv", integer(-7), integer(2))) == -4);
  CHECK(number(evaluate("aten::floordiv", integer(7), integer(-2))) == -4);
  CHECK(number(evaluate("aten::floordiv", integer(8), integer(-2))) == -4);
  CHECK(number(evaluate("aten::floordiv", floating_constant(-3.5), integer(2))) == -2);
}

TEST_CASE("evaluate: a division by zero has no result") {
  for (const char* kind : {"aten::div", "aten::true_divide", "aten::floordiv", "aten::floor_divide"}) {
    CAPTURE(kind);
    CHECK_FALSE(evaluate(kind, integer(1), integer(0)).has_value());
    CHECK_FALSE(evaluate(kind, floating_constant(1), floating_constant(0)).has_value());
  }
}

TEST_CASE("evaluate: what no 64-bit integer holds is a float") {
  CHECK(evaluate("aten::add", integer(kMost), integer(1))->kind == Constant::Kind::floating);
  CHECK(evaluate("aten::mul", integer(kMost), integer(2))->kind == Constant::Kind::floating);
  CHECK(number(evaluate("aten::floordiv", integer(kLeast), integer(-1))) == -static_cast<double>(kLeast));
  CHECK(number(evaluate("aten::neg", integer(kLeast))) == -static_cast<double>(kLeast));
}

TEST_CASE("evaluate: comparisons give booleans, and a boolean counts as 0 or 1") {
  CHECK(evaluate("aten::eq", integer(1), floating_constant(1))->kind == Constant::Kind::boolean);
  CHECK(number(evaluate("aten::eq", boolean_constant(true), integer(1))) == 1);
  CHECK(number(evaluate("aten::lt", floating_constant(0.5), integer(1))) == 1);
  CHECK(number(evaluate("aten::ge", integer(1), integer(2))) == 0);
  CHECK(number(evaluate("aten::eq", text("a"), text("a"))) == 1);
  CHECK(number(evaluate("aten::ne", text("a"), text("a"))) == 0);
  CHECK_FALSE(evaluate("aten::lt", text("a"), text("b")).has_value());
  CHECK_FALSE(evaluate("aten::eq", text("1"), integer(1)).has_value());
}

TEST_CASE("evaluate: and, or, not") {
  CHECK(evaluate("aten::__and__", boolean_constant(true), boolean_constant(true))->kind == Constant::Kind::boolean);
  CHECK(number(evaluate("aten::__and__", boolean_constant(true), boolean_constant(false))) == 0);
  CHECK(number(evaluate("aten::__or__", boolean_constant(true), boolean_constant(false))) == 1);
  CHECK(number(evaluate("aten::__and__", integer(6), integer(3))) == 2);
  CHECK(number(evaluate("aten::__not__", boolean_constant(false))) == 1);
  CHECK(number(evaluate("aten::Bool", integer(5))) == 1);
}

TEST_CASE("evaluate: what is no arithmetic has no result") {
  CHECK_FALSE(evaluate("aten::relu", integer(1)).has_value());
  CHECK_FALSE(evaluate("aten::remainder", integer(1), integer(2)).has_value());
  CHECK_FALSE(evaluate("aten::sqrt", integer(-1)).has_value());
  CHECK_FALSE(evaluate("aten::add", text("a"), text("b")).has_value());
  CHECK_FALSE(evaluate("aten::neg", Constant()).has_value());
}

}  // namespace aimet
