// SPDX-License-Identifier: Apache-2.0
#include "checks/reused_module.hpp"

#include "lib/check/suggestion_text.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/model_builder.hpp"

using namespace aimet;
using test::ModelBuilder;

namespace {

struct TwoLayers : ModelBuilder {
  ValueId x = input("x", tensor());
  ModuleId conv = module("conv", "torch.nn.modules.conv.Conv2d");
  ModuleId relu = module("relu1", "torch.nn.modules.activation.ReLU");

  std::vector<Finding> findings() { return reused_module(build(), {}); }
};

}  // namespace

TEST_CASE("reused-module: a module called twice is one finding, with the module to add") {
  TwoLayers b;
  b.output(b.call(b.relu, {b.call(b.relu, {b.x}, "aten::relu_")}, "aten::relu_"));
  const auto findings = b.findings();
  REQUIRE(findings.size() == 1);
  CHECK(findings[0].module == "relu1");
  CHECK(findings[0].calls == 2);
  REQUIRE(findings[0].suggestion);
  CHECK(define_text(*findings[0].suggestion) == "self.relu1_2 = torch.nn.ReLU(inplace=True)");
}

TEST_CASE("reused-module: modules called once each are silent") {
  TwoLayers b;
  b.output(b.call(b.relu, {b.call(b.conv, {b.x})}, "aten::relu"));
  CHECK(b.findings().empty());
}

TEST_CASE("reused-module: the second call counts only if its block ran") {
  TwoLayers b;
  const ValueId once = b.call(b.relu, {b.x}, "aten::relu");
  const OpId branch = b.branch(b.constant(b.boolean(), Constant::Kind::boolean, 0), {b.tensor()});
  b.begin_block(branch, 0, 0);
  const ValueId again = b.call(b.relu, {once}, "aten::relu");
  b.end_block({again});
  b.begin_block(branch, 1, 1);
  b.end_block({once});
  b.output(b.result(branch));
  CHECK(b.findings().empty());
}

TEST_CASE("reused-module: one call site in a loop of three counts three") {
  TwoLayers b;
  const ValueId three = b.constant(b.integer(), Constant::Kind::integer, 3);
  const ValueId yes = b.constant(b.boolean(), Constant::Kind::boolean, 1);
  const OpId loop = b.loop(three, yes);
  b.begin_block(loop, 0, 3);
  b.call(b.relu, {b.x}, "aten::relu");
  b.end_block({yes});
  b.output(b.x);
  const auto findings = b.findings();
  REQUIRE(findings.size() == 1);
  CHECK(findings[0].calls == 3);
  CHECK_FALSE(findings[0].suggestion);
}

TEST_CASE("reused-module: two names of one object are counted together, under the first name") {
  TwoLayers b;
  const ModuleId alias = b.module("relu2", "torch.nn.modules.activation.ReLU");
  b.at(alias).object = b.relu;
  b.output(b.call(alias, {b.call(b.relu, {b.x}, "aten::relu")}, "aten::relu"));
  const auto findings = b.findings();
  REQUIRE(findings.size() == 1);
  CHECK(findings[0].module == "relu1");
}

TEST_CASE("reused-module: calls in different samples are not calls of one forward pass") {
  TwoLayers b;
  b.output(b.call(b.relu, {b.call(b.relu, {b.x}, "aten::relu")}, "aten::relu"));
  b.build();
  CHECK(reused_module(b.model, {}).size() == 1);
  b.model.samples = 2;
  b.model.block_runs = {{1}, {1}};
  CHECK(reused_module(b.model, {})[0].calls == 2);
}

TEST_CASE("reused-module: a container called twice is not named, its leaves are") {
  TwoLayers b;
  const ModuleId block = b.module("block", "models.Block");
  const ModuleId inner = b.module("block.act", "torch.nn.modules.activation.ReLU", block);
  for (int i = 0; i < 2; ++i) {
    b.begin_call(block, {b.x});
    b.end_call({b.call(inner, {b.x}, "aten::relu")});
  }
  b.output(b.x);
  const auto findings = b.findings();
  REQUIRE(findings.size() == 1);
  CHECK(findings[0].module == "block.act");
}

TEST_CASE("reused-module: an object of two owners, or of two places of an nn.Sequential, gets one for each place") {
  TwoLayers owners;
  for (const char* name : {"a", "b"}) {
    const ModuleId owner = owners.module(name, "models.Block");
    owners.begin_call(owner, {owners.x});
    owners.end_call({owners.call(owners.relu, {owners.x}, "aten::relu")});
  }
  owners.output(owners.x);
  const auto shared = owners.findings();
  REQUIRE(shared.size() == 1);
  REQUIRE(shared[0].suggestion);
  CHECK(shared[0].suggestion->kind == SuggestionKind::module_per_place);
  CHECK(define_text(*shared[0].suggestion).empty());

  TwoLayers places;
  const ModuleId net = places.module("net", "torch.nn.modules.container.Sequential");
  const ModuleId act = places.module("1", "torch.nn.modules.activation.ReLU", net);
  places.begin_call(net, {places.x});
  places.end_call({places.call(act, {places.call(act, {places.x}, "aten::relu")}, "aten::relu")});
  places.output(places.x);
  const auto elements = places.findings();
  REQUIRE(elements.size() == 1);
  REQUIRE(elements[0].suggestion);
  CHECK(elements[0].suggestion->kind == SuggestionKind::module_per_place);
}
