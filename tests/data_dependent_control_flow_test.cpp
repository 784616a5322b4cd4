// SPDX-License-Identifier: Apache-2.0
#include "checks/data_dependent_control_flow.hpp"

#include "tests/support/catch.hpp"
#include "tests/support/model_builder.hpp"

using namespace aimet;
using test::ModelBuilder;

namespace {

// if bool(x.sum() > 0): relu(x) else: tanh(x)
struct Branching : ModelBuilder {
  ValueId x = input("x", tensor());

  ValueId by_value() {
    const ValueId sum = tensor_op("aten::sum", {x});
    return result(op("aten::Bool", {sum}, {boolean()}));
  }
  ValueId by_shape() { return result(op("aten::gt", {result(op("aten::size", {x}, {integer()}))}, {boolean()})); }

  void choose(ValueId condition, std::int64_t when_true, std::int64_t when_false) {
    const OpId branch_op = branch(condition, {tensor()}, 10);
    begin_block(branch_op, 0, when_true);
    end_block({tensor_op("aten::relu", {x}, 11)});
    begin_block(branch_op, 1, when_false);
    end_block({tensor_op("aten::tanh", {x}, 13)});
    output(result(branch_op));
  }

  std::vector<Finding> findings() { return data_dependent_control_flow(build(), {}); }
};

}  // namespace

TEST_CASE("data-dependent-control-flow: the branch that never ran is named with its line") {
  Branching b;
  b.choose(b.by_value(), 1, 0);
  const auto findings = b.findings();
  REQUIRE(findings.size() == 1);
  CHECK(findings[0].severity == Severity::warning);
  CHECK_THAT(findings[0].message, ContainsSubstring("always true"));
  CHECK_THAT(findings[0].message, ContainsSubstring("the branch for false (from line 13) never ran in any sample"));
  REQUIRE(findings[0].sources.size() == 1);
  CHECK(findings[0].sources[0].line == 10);
}

TEST_CASE("data-dependent-control-flow: where both branches ran it says how often") {
  Branching b;
  b.choose(b.by_value(), 2, 1);
  const auto findings = b.findings();
  REQUIRE(findings.size() == 1);
  CHECK_THAT(findings[0].message, ContainsSubstring("true 2 times and false once"));
}

TEST_CASE("data-dependent-control-flow: in a static run it says that nothing was run") {
  Branching b;
  b.choose(b.by_value(), 0, 0);
  b.model.mode = Mode::static_run;
  const auto findings = b.findings();
  REQUIRE(findings.size() == 1);
  CHECK_THAT(findings[0].message, ContainsSubstring("the model was not run"));
}

TEST_CASE("data-dependent-control-flow: a branch by shape is no finding") {
  Branching b;
  b.choose(b.by_shape(), 1, 0);
  CHECK(b.findings().empty());
}

TEST_CASE("data-dependent-control-flow: two branches of one line are one finding, with both of their runs") {
  Branching b;
  const ValueId condition = b.by_value();
  b.choose(condition, 1, 0);
  b.choose(condition, 0, 1);
  const auto findings = b.findings();
  REQUIRE(findings.size() == 1);
  CHECK_THAT(findings[0].message, ContainsSubstring("true once and false once"));
}

TEST_CASE("data-dependent-control-flow: a branch that only raises is a check of the input") {
  Branching b;
  const OpId guard = b.branch(b.by_value(), {}, 10);
  b.begin_block(guard, 0, 1);
  b.end_block({});
  b.begin_block(guard, 1, 0);
  b.op("prim::RaiseException", {}, {});
  b.end_block({});
  CHECK(b.findings().empty());
}

TEST_CASE("data-dependent-control-flow: a branch that only prints leaves nothing to freeze") {
  Branching b;
  const OpId branch = b.branch(b.by_value(), {}, 10);
  b.begin_block(branch, 0, 1);
  b.op("prim::Print", {}, {});
  b.end_block({});
  b.begin_block(branch, 1, 0);
  b.end_block({});
  CHECK(b.findings().empty());
}

TEST_CASE("data-dependent-control-flow: `a and b` is found where it is used, and once") {
  Branching b;
  const OpId conjunction = b.branch(b.by_value(), {b.boolean()}, 9);
  b.begin_block(conjunction, 0, 1);
  b.end_block({b.by_shape()});
  b.begin_block(conjunction, 1, 0);
  b.end_block({b.constant(b.boolean(), Constant::Kind::boolean, 0)});
  b.choose(b.result(conjunction), 1, 0);
  const auto findings = b.findings();
  REQUIRE(findings.size() == 1);
  CHECK(findings[0].sources[0].line == 10);
}

TEST_CASE("data-dependent-control-flow: a loop whose rounds depend on values reports how many it made") {
  Branching b;
  const ValueId trips = b.result(b.op("aten::Int", {b.x}, {b.integer()}));
  const ValueId on = b.constant(b.boolean(), Constant::Kind::boolean, 1);
  const OpId loop = b.loop(trips, on, 10);
  b.begin_block(loop, 0, 3);
  b.tensor_op("aten::relu", {b.x}, 11);
  b.end_block({on});
  const auto findings = b.findings();
  REQUIRE(findings.size() == 1);
  CHECK_THAT(findings[0].message, ContainsSubstring("3 iterations"));
}

TEST_CASE("data-dependent-control-flow: PyTorch's own decisions are not the user's") {
  Branching b;
  b.choose(b.by_value(), 1, 0);
  for (auto& source : b.model.sources) source[0].file = "/usr/lib/python3/dist-packages/torch/nn/functional.py";
  CHECK(b.findings().empty());
}
