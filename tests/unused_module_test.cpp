// SPDX-License-Identifier: Apache-2.0
#include "checks/unused_module.hpp"

#include "tests/support/catch.hpp"
#include "tests/support/model_builder.hpp"

using namespace aimet;
using test::ModelBuilder;

namespace {

struct Net : ModelBuilder {
  ValueId x = input("x", tensor());
  ModuleId fc = module("fc", "torch.nn.modules.linear.Linear");

  std::vector<Finding> findings() {
    output(call(fc, {x}));
    return unused_module(build(), {});
  }
};

}  // namespace

TEST_CASE("unused-module: of a part that is never called the topmost module is noted") {
  Net b;
  const ModuleId spare = b.module("spare", "torch.nn.modules.container.Sequential");
  b.parameter(b.module("spare.0", "torch.nn.modules.linear.Linear", spare), "weight", 1);
  b.module("spare.1", "torch.nn.modules.activation.ReLU", spare);
  const auto findings = b.findings();
  REQUIRE(findings.size() == 1);
  CHECK(findings[0].severity == Severity::note);
  CHECK(findings[0].module == "spare");
}

TEST_CASE("unused-module: a call that no sample took is a warning, with its line") {
  Net b;
  const ModuleId other = b.module("other", "torch.nn.modules.linear.Linear");
  b.parameter(other, "weight", 1);
  const OpId branch = b.branch(b.input("wide", b.boolean()), {b.tensor()});
  b.begin_block(branch, 0, 0);
  b.end_block({b.call(other, {b.x})});
  b.begin_block(branch, 1, 1);
  b.end_block({b.x});
  const auto findings = b.findings();
  REQUIRE(findings.size() == 1);
  CHECK(findings[0].severity == Severity::warning);
  CHECK_THAT(findings[0].message, ContainsSubstring("not called in any sample"));
}

TEST_CASE("unused-module: a module under a second name, a read weight and a called method are uses") {
  Net b;
  const ModuleId alias = b.module("alias", "torch.nn.modules.linear.Linear");
  b.at(alias).object = b.fc;
  b.parameter(alias, "weight", 1);
  const ModuleId tied = b.module("tied", "torch.nn.modules.sparse.Embedding");
  b.parameter(tied, "weight", 2);
  const ValueId self = b.result(b.op("prim::GetAttr", {}, {b.type(TypeKind::module, "Embedding")}));
  b.model.values[self].module = tied;
  b.op("prim::GetAttr", {self}, {b.tensor()});
  const ModuleId encoder = b.module("encoder", "models.Encoder");
  b.parameter(encoder, "weight", 3);
  b.call(encoder, {b.x}, "aten::relu", "encode");
  CHECK(b.findings().empty());
}

TEST_CASE("unused-module: a container is used if something in it is") {
  Net b;
  const ModuleId list = b.module("layers", "torch.nn.modules.container.ModuleList");
  b.call(b.module("layers.0", "torch.nn.modules.linear.Linear", list), {b.x});
  b.module("none", "torch.nn.modules.container.ModuleList");
  CHECK(b.findings().empty());
}

TEST_CASE("unused-module: a leaf without parameters may be a second name of one that is called") {
  Net b;
  b.call(b.module("act", "torch.nn.modules.activation.ReLU"), {b.x});
  b.module("act_again", "torch.nn.modules.activation.ReLU");
  b.module("gelu", "torch.nn.modules.activation.GELU");
  const auto findings = b.findings();
  REQUIRE(findings.size() == 1);
  CHECK(findings[0].module == "gelu");
}

TEST_CASE("unused-module: what torch.nn's own modules leave uncalled is theirs") {
  Net b;
  const ModuleId layer = b.module("layer", "torch.nn.modules.transformer.TransformerEncoderLayer");
  b.module("layer.dropout", "torch.nn.modules.dropout.Dropout", layer);
  b.call(layer, {b.x});
  CHECK(b.findings().empty());
}

TEST_CASE("unused-module: a method that never ran and a weight that was never read are no uses") {
  Net b;
  const ModuleId encoder = b.module("encoder", "models.Encoder");
  b.parameter(encoder, "weight", 3);
  const ModuleId tied = b.module("tied", "torch.nn.modules.sparse.Embedding");
  b.parameter(tied, "weight", 2);
  const OpId branch = b.branch(b.input("wide", b.boolean()), {b.tensor()});
  b.begin_block(branch, 0, 0);
  const ValueId self = b.result(b.op("prim::GetAttr", {}, {b.type(TypeKind::module, "Embedding")}));
  b.model.values[self].module = tied;
  b.op("prim::GetAttr", {self}, {b.tensor()});
  b.end_block({b.call(encoder, {b.x}, "aten::relu", "encode")});
  b.begin_block(branch, 1, 1);
  b.end_block({b.x});
  const auto findings = b.findings();
  REQUIRE(findings.size() == 2);
  CHECK(findings[0].module == "encoder");
  CHECK(findings[1].module == "tied");
}
