// SPDX-License-Identifier: Apache-2.0
#include "lib/model/tensor_values.hpp"

#include "tests/support/catch.hpp"
#include "tests/support/model_builder.hpp"

using namespace aimet;
using test::ModelBuilder;

namespace {

bool marked(ModelBuilder& b, ValueId value) { return from_tensor_values(b.build())[value]; }

}  // namespace

TEST_CASE("a number read out of a tensor that was computed from an input depends on its values") {
  ModelBuilder b;
  const ValueId sum = b.tensor_op("aten::sum", {b.input("x", b.tensor())});
  const ValueId number = b.result(b.op("aten::item", {sum}, {b.integer()}));
  const ValueId twice = b.result(b.op("aten::mul", {number, number}, {b.integer()}));
  CHECK(marked(b, twice));
}

TEST_CASE("a shape does not depend on values, nor does a tensor that takes only its shape") {
  ModelBuilder b;
  const ValueId x = b.input("x", b.tensor());
  const ValueId size = b.result(b.op("aten::size", {x}, {b.integer()}));
  const ValueId zeros = b.tensor_op("aten::zeros_like", {x});
  const ValueId item = b.result(b.op("aten::item", {zeros}, {b.integer()}));
  CHECK_FALSE(marked(b, size));
  CHECK_FALSE(marked(b, item));
}

TEST_CASE("random numbers depend on no input and differ all the same") {
  ModelBuilder b;
  const ValueId item = b.result(b.op("aten::item", {b.tensor_op("aten::rand", {})}, {b.integer()}));
  CHECK(marked(b, item));
}

TEST_CASE("what is written into a tensor makes it depend on it") {
  ModelBuilder b;
  const ValueId x = b.input("x", b.tensor());
  const ValueId zeros = b.tensor_op("aten::zeros_like", {x});
  b.tensor_op("aten::copy_", {zeros, x});
  const ValueId item = b.result(b.op("aten::item", {zeros}, {b.integer()}));
  CHECK(marked(b, item));
}

TEST_CASE("a parameter is the same in each run") {
  ModelBuilder b;
  const ValueId weight = b.tensor_op("prim::GetAttr", {});
  const ValueId item = b.result(b.op("aten::item", {weight}, {b.integer()}));
  CHECK_FALSE(marked(b, item));
}
