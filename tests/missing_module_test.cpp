// SPDX-License-Identifier: Apache-2.0
#include "checks/missing_module.hpp"

#include "checks/hints.hpp"
#include "lib/check/suggestion_text.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/model_builder.hpp"

using namespace aimet;
using test::ModelBuilder;

namespace {

struct Plain : ModelBuilder {
  ValueId x = input("x", tensor());

  std::vector<Finding> findings(const CheckOptions& options = {}) { return missing_module(build(), options); }
};

}  // namespace

TEST_CASE("missing-module: a functional relu names its torch.nn class, its line and its number") {
  Plain b;
  const ModuleId conv = b.module("conv", "torch.nn.modules.conv.Conv2d");
  b.output(b.tensor_op("aten::relu_", {b.call(conv, {b.x}, "aten::conv2d")}, 12));
  const auto findings = b.findings();
  REQUIRE(findings.size() == 1);
  CHECK(findings[0].op == "relu_1");
  CHECK(findings[0].op_kind == "aten::relu_");
  CHECK(findings[0].module.empty());
  REQUIRE(findings[0].sources.size() == 1);
  CHECK(findings[0].sources[0].line == 12);
  CHECK_THAT(findings[0].help, ContainsSubstring("torch.nn.ReLU"));
  REQUIRE(findings[0].suggestion);
  CHECK(define_text(*findings[0].suggestion) == "self.relu = torch.nn.ReLU(inplace=True)");
}

TEST_CASE("missing-module: an addition names AIMET's elementwise module") {
  Plain b;
  b.output(b.tensor_op("aten::add", {b.x, b.x}));
  const auto findings = b.findings();
  REQUIRE(findings.size() == 1);
  CHECK(findings[0].op == "Add_0");
  CHECK_THAT(findings[0].help, ContainsSubstring("aimet_torch.nn.modules.custom.Add"));
}

TEST_CASE("missing-module: a cat names AIMET's Concat with its axis and its tensors") {
  Plain b;
  const TypeId list = b.type(TypeKind::list, "List[Tensor]", {b.tensor()});
  const ValueId both = b.result(b.op("prim::ListConstruct", {b.x, b.x}, {list}));
  b.output(b.tensor_op("aten::cat", {both, b.constant(b.integer(), Constant::Kind::integer, 1)}));
  const auto findings = b.findings();
  REQUIRE(findings.size() == 1);
  REQUIRE(findings[0].suggestion);
  CHECK(define_text(*findings[0].suggestion) == "self.concat = aimet_torch.nn.modules.custom.Concat(axis=1)");
  CHECK(use_text(*findings[0].suggestion) == "self.concat(x, y)");
}

TEST_CASE("missing-module: two lines get two modules, and two ops of one line the same name") {
  Plain b;
  ValueId y = b.tensor_op("aten::relu", {b.x}, 3);
  y = b.tensor_op("aten::relu", {y}, 3);
  b.output(b.tensor_op("aten::relu", {y}, 4));
  const auto findings = b.findings();
  REQUIRE(findings.size() == 3);
  CHECK(define_text(*findings[0].suggestion) == "self.relu = torch.nn.ReLU()");
  CHECK(define_text(*findings[1].suggestion) == "self.relu = torch.nn.ReLU()");
  CHECK(define_text(*findings[2].suggestion) == "self.relu_2 = torch.nn.ReLU()");
}

TEST_CASE("missing-module: an op that writes into its input reports whether anything else sees that") {
  SECTION("a fresh tensor of a line") {
    Plain b;
    const ValueId made = b.tensor_op("aten::matmul", {b.x, b.x}, 7);
    b.output(b.tensor_op("aten::add_", {made, b.x}, 8));
    const auto findings = b.findings();
    REQUIRE(findings.size() == 2);
    CHECK(findings[1].suggestion->overwritten_line == 7);
    CHECK(findings[1].suggestion->caution.empty());
  }
  SECTION("the model's input") {
    Plain b;
    b.output(b.tensor_op("aten::add_", {b.x, b.x}, 8));
    const auto findings = b.findings();
    REQUIRE(findings.size() == 1);
    CHECK(findings[0].suggestion->overwritten_line == 0);
    CHECK_THAT(findings[0].suggestion->caution, ContainsSubstring("may be used elsewhere"));
  }
  SECTION("AIMET's module writes as the op does, or where the op does not") {
    Plain b;
    b.output(b.tensor_op("aten::masked_fill_", {b.tensor_op("aten::masked_fill", {b.x, b.x}, 7), b.x}, 8));
    const auto findings = b.findings();
    REQUIRE(findings.size() == 2);
    CHECK(findings[0].suggestion->arguments == std::vector<std::string>{"x.clone()", "..."});
    CHECK_THAT(findings[0].suggestion->caution, ContainsSubstring("must not broadcast it to a larger shape"));
    CHECK(findings[1].suggestion->caution.empty());
  }
  SECTION("AIMET's module writes where the op does not: without a copy into what nothing else takes") {
    for (const char* maker : {"aten::matmul", "aten::exp"}) {  // the derivative of exp needs its result
      Plain b;
      const ValueId made = b.tensor_op(maker, {b.x, b.x}, 7);
      const ValueId filled = b.tensor_op("aten::masked_fill", {made, b.x}, 8);
      for (const ValueId value : {made, filled})
        b.model.values[value].observed = {b.model.observations.add({"float32", {2, 8}}), 1};
      b.output(filled);
      const Suggestion suggestion = *b.findings()[1].suggestion;
      CHECK(suggestion.caution.empty());
      CHECK(suggestion.overwritten_line == (maker == std::string("aten::matmul") ? 7 : 0));
      CHECK((suggestion.arguments.front() == "x.clone()") == (suggestion.overwritten_line == 0));
    }
  }
  SECTION("a tensor with a view") {
    Plain b;
    const ValueId made = b.tensor_op("aten::matmul", {b.x, b.x}, 7);
    const ValueId view = b.tensor_op("aten::view", {made}, 8);
    b.output(b.tensor_op("aten::matmul", {view, b.tensor_op("aten::add_", {made, b.x}, 9)}));
    CHECK_FALSE(b.findings()[1].suggestion->caution.empty());
  }
}

TEST_CASE("missing-module: a layer whose weights the model keeps says that they have to be moved") {
  const auto caution = [](bool drawn) {
    Plain b;
    const ValueId weight = drawn ? b.tensor_op("aten::randn", {}) : b.input("weight", b.tensor());
    b.model.values[weight].observed = {b.model.observations.add({"float32", {8, 4}}), 1};
    const ValueId none = b.constant(b.none(), Constant::Kind::none, 0);
    b.output(b.tensor_op("aten::linear", {b.x, weight, none}));
    const auto findings = b.findings();
    REQUIRE(findings.size() == 1);
    REQUIRE(findings[0].suggestion);
    CHECK(define_text(*findings[0].suggestion) == "self.linear = torch.nn.Linear(4, 8, bias=False)");
    return findings[0].suggestion->caution;
  };
  CHECK(caution(true).empty());
  CHECK_THAT(caution(false), ContainsSubstring("copy the weights"));
}

TEST_CASE("hints name excludes and allowed ops that fit nothing") {
  Plain b;
  b.output(b.call(b.module("layer1", "torch.nn.modules.linear.Linear"), {b.x}));
  CheckOptions options;
  options.exclude_modules = {"layr1.*", "layer1"};
  options.allowed_ops = {"relu", "Addd", "aten::add", "permute"};
  const auto found = hints(b.build(), options);
  REQUIRE(found.size() == 2);
  CHECK_THAT(found[0], ContainsSubstring("'layr1.*' matches no module of the model; did you mean layer1?"));
  CHECK_THAT(found[1], ContainsSubstring("'Addd'") && ContainsSubstring("did you mean Add?"));
}

TEST_CASE("missing-module: an op that no module replaces, and that moves data only, names --allow-op") {
  Plain b;
  b.output(b.tensor_op("aten::roll", {b.x}));
  const auto findings = b.findings();
  REQUIRE(findings.size() == 1);
  CHECK_THAT(findings[0].help, ContainsSubstring("--allow-op roll"));
  CHECK_THAT(findings[0].help, ContainsSubstring("math_invariant_types.add('roll')"));
}

TEST_CASE("missing-module: what AIMET tolerates, what is allowed and leaves of torch.nn are silent") {
  Plain b;
  const ModuleId linear = b.module("fc", "torch.nn.modules.linear.Linear");
  b.output(b.tensor_op("aten::add", {b.tensor_op("aten::permute", {b.call(linear, {b.x})})}));
  CheckOptions options;
  options.allowed_ops = {"Add"};
  CHECK(b.findings(options).empty());
  options.allowed_ops = {"aten::add"};
  CHECK(b.findings(options).empty());
  for (const char* spelt : {"add", "ADD", "aTen::aDD"}) {
    options.allowed_ops = {spelt};
    CHECK(b.findings(options).empty());
  }
  options.allowed_ops = {"addd"};
  CHECK(b.findings(options).size() == 1);
  CHECK(b.findings().size() == 1);
}

TEST_CASE("missing-module: an older AIMET's rules tolerate other ops") {
  Plain b;
  b.output(b.tensor_op("aten::add", {b.tensor_op("aten::chunk", {b.x})}));
  CheckOptions options;
  options.aimet_version = "1.16";
  auto findings = b.findings(options);
  REQUIRE(findings.size() == 1);
  CHECK(findings[0].op_kind == "aten::chunk");
  options.aimet_version = "1.26";
  findings = b.findings(options);
  REQUIRE(findings.size() == 1);
  CHECK(findings[0].op_kind == "aten::add");
}

TEST_CASE("missing-module: a leaf of the user's own is one op if it runs one, and is read if it runs two") {
  Plain b;
  const ModuleId one = b.module("one", "models.One");
  const ModuleId two = b.module("two", "models.Two");
  const ValueId y = b.call(one, {b.x}, "aten::tanh");
  b.begin_call(two, {y});
  const ValueId z = b.tensor_op("aten::relu", {b.tensor_op("aten::tanh", {y})});
  b.end_call({z});
  b.output(z);
  const auto findings = b.findings();
  REQUIRE(findings.size() == 2);
  CHECK(findings[0].module == "two");
  CHECK(findings[0].op == "tanh_1");
  CHECK(findings[1].op == "relu_2");
}

TEST_CASE("missing-module: an op whose result is never used is not in AIMET's graph") {
  Plain b;
  const ValueId y = b.tensor_op("aten::permute", {b.x});
  b.tensor_op("aten::relu", {y});
  b.output(y);
  CHECK(b.findings().empty());
}

TEST_CASE("missing-module: an empty Sequential that is called is a missing module") {
  Plain b;
  const ModuleId empty = b.module("shortcut", "torch.nn.modules.container.Sequential");
  b.begin_call(empty, {b.x});
  b.end_call({b.x});
  b.output(b.x);
  const auto findings = b.findings();
  REQUIRE(findings.size() == 1);
  CHECK(findings[0].op == "Sequential_0");
  CHECK_THAT(findings[0].help, ContainsSubstring("torch.nn.Identity()"));
}
