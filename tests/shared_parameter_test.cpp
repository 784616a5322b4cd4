// SPDX-License-Identifier: Apache-2.0
#include "checks/shared_parameter.hpp"

#include "tests/support/catch.hpp"
#include "tests/support/model_builder.hpp"

using namespace aimet;
using test::ModelBuilder;

namespace {

struct Tied : ModelBuilder {
  ValueId x = input("x", tensor());
  ModuleId embedding = module("embedding", "torch.nn.modules.sparse.Embedding");
  ModuleId decoder = module("decoder", "torch.nn.modules.linear.Linear");

  void call_both() { output(call(decoder, {call(embedding, {x})})); }
  std::vector<Finding> findings() { return shared_parameter(build(), {}); }
};

}  // namespace

TEST_CASE("shared-parameter: one tensor in two modules that are called is one finding that names both") {
  Tied b;
  b.parameter(b.embedding, "weight", 7);
  b.parameter(b.decoder, "weight", 7);
  b.call_both();
  const auto findings = b.findings();
  REQUIRE(findings.size() == 1);
  CHECK(findings[0].severity == Severity::warning);
  CHECK(findings[0].module == "decoder");
  CHECK_THAT(findings[0].message, ContainsSubstring("embedding.weight and decoder.weight are one tensor"));
  CHECK_THAT(findings[0].help,
             ContainsSubstring("decoder.weight = torch.nn.Parameter(embedding.weight.detach().clone())"));
}

TEST_CASE("shared-parameter: one object under two names shares nothing with another") {
  Tied b;
  b.parameter(b.embedding, "weight", 7);
  b.parameter(b.decoder, "weight", 7);
  b.at(b.decoder).object = b.embedding;
  b.call_both();
  CHECK(b.findings().empty());
}

TEST_CASE("shared-parameter: two parameters of one module, buffers and unused modules do not count") {
  Tied b;
  b.parameter(b.embedding, "weight", 7);
  b.parameter(b.embedding, "weight_again", 7);
  b.parameter(b.embedding, "mean", 8, true);
  b.parameter(b.decoder, "mean", 8, true);
  const ModuleId unused = b.module("unused", "torch.nn.modules.linear.Linear");
  b.parameter(unused, "weight", 7);
  b.call_both();
  CHECK(b.findings().empty());
}
