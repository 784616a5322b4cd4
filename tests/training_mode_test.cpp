// SPDX-License-Identifier: Apache-2.0
#include "checks/training_mode.hpp"

#include "tests/support/catch.hpp"
#include "tests/support/model_builder.hpp"

using namespace aimet;
using test::ModelBuilder;

namespace {

struct Net : ModelBuilder {
  ValueId x = input("x", tensor());
  ModuleId dropout = module("drop", "torch.nn.modules.dropout.Dropout");

  explicit Net(bool training) {
    model.saved_in_training = training;
    for (Module& m : model.modules) m.training = training;
  }
  std::vector<Finding> findings(const CheckOptions& options = {}) { return training_mode(build(), options); }
};

}  // namespace

TEST_CASE("training-mode: dropout that is called in a file saved in training mode is named") {
  Net b(true);
  b.output(b.call(b.dropout, {b.x}, "aten::dropout"));
  const auto findings = b.findings();
  REQUIRE(findings.size() == 1);
  CHECK(findings[0].severity == Severity::warning);
  CHECK(findings[0].module == "drop");
  CHECK_THAT(findings[0].message, ContainsSubstring("saved in training mode"));
  CHECK_THAT(findings[0].help, ContainsSubstring("model.eval()"));
}

TEST_CASE("training-mode: several modules are one finding of the model") {
  Net b(true);
  const ModuleId bn = b.module("bn", "torch.nn.modules.batchnorm.BatchNorm2d");
  b.at(bn).training = true;
  b.parameter(bn, "running_mean", 1, true);
  b.output(b.call(bn, {b.call(b.dropout, {b.x})}));
  const auto findings = b.findings();
  REQUIRE(findings.size() == 1);
  CHECK(findings[0].module.empty());
  CHECK_THAT(findings[0].message, ContainsSubstring("2 modules behave differently: drop and bn"));
}

TEST_CASE("training-mode: a file saved in eval mode is silent") {
  Net b(false);
  b.output(b.call(b.dropout, {b.x}));
  CHECK(b.findings().empty());
}

TEST_CASE("training-mode: what is never called, drops nothing or keeps no statistics is not affected") {
  Net b(true);
  const ModuleId off = b.module("off", "torch.nn.modules.dropout.Dropout");
  const ModuleId bn = b.module("bn", "torch.nn.modules.batchnorm.BatchNorm2d");
  b.at(off).training = b.at(bn).training = true;
  b.attribute(off, "p", 0);
  b.output(b.call(bn, {b.call(off, {b.x})}));
  CHECK(b.findings().empty());
}

TEST_CASE("training-mode: an excluded module is not named") {
  Net b(true);
  b.output(b.call(b.dropout, {b.x}));
  CheckOptions options;
  options.exclude_modules = {"dr*"};
  CHECK(b.findings(options).empty());
}

TEST_CASE("training-mode: a functional dropout that always trains is a finding in any mode") {
  Net b(false);
  const ValueId p = b.constant(b.integer(), Constant::Kind::floating, 1);
  const ValueId train = b.constant(b.boolean(), Constant::Kind::boolean, 1);
  b.output(b.tensor_op("aten::dropout", {b.x, p, train}, 7));
  const auto findings = b.findings();
  REQUIRE(findings.size() == 1);
  CHECK(findings[0].op_kind == "aten::dropout");
  REQUIRE(findings[0].sources.size() == 1);
  CHECK(findings[0].sources[0].line == 7);
}

TEST_CASE("training-mode: a functional dropout with training=False is silent") {
  Net b(false);
  const ValueId p = b.constant(b.integer(), Constant::Kind::floating, 1);
  const ValueId train = b.constant(b.boolean(), Constant::Kind::boolean, 0);
  b.output(b.tensor_op("aten::dropout", {b.x, p, train}, 7));
  CHECK(b.findings().empty());
}

TEST_CASE("training-mode: a functional dropout with probability 0 drops nothing") {
  Net b(false);
  const ValueId p = b.constant(b.integer(), Constant::Kind::floating, 0);
  const ValueId train = b.constant(b.boolean(), Constant::Kind::boolean, 1);
  b.output(b.tensor_op("aten::dropout", {b.x, p, train}, 7));
  CHECK(b.findings().empty());
}
