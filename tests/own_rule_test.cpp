// SPDX-License-Identifier: Apache-2.0

// Tests what the rules of a config match (ops, AIMET's types, classes, arguments, dtypes, ranks, uses) and what "allow"
// reports.

#include "lib/check/own_rule.hpp"
#include "lib/check/allow_list.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/model_builder.hpp"

using namespace aimet;
using aimet::test::ModelBuilder;

namespace {

// x -> conv (Conv2d, dilation 2) -> act (GELU, a module) -> gelu_ (a function) -> output, which is float64
class Net {
 public:
  Net() {
    const ValueId x = b.input("x", b.tensor());
    see(x, {"float32", {1, 3, 8, 8}});
    const ModuleId conv = b.module("stem.conv", "torch.nn.modules.conv.Conv2d");
    b.parameter(conv, "weight", 1);
    b.begin_call(conv, {x});
    const OpId op =
        b.op("aten::conv2d", {x, list({2, 2}), b.constant(b.integer(), Constant::Kind::integer, 1)}, {b.tensor()}, 10);
    b.model.ops[op].schema = b.model.schemas.next_id();
    b.model.schemas.emplace_back().arguments = {"input", "dilation", "groups"};
    see(b.result(op), {"float32", {1, 8, 8, 8}});
    b.end_call({b.result(op)});
    const ModuleId act = b.module("stem.act", "torch.nn.modules.activation.GELU");
    const ValueId y = b.call(act, {b.result(op)}, "aten::gelu");
    const ValueId z = b.tensor_op("aten::gelu_", {y}, 20);
    see(z, {"float64", {1, 1, 8, 8, 8}});
    b.output(z);
  }

  std::vector<Finding> find(const Pattern& pattern) {
    return matches_of(b.build(), {}, {"no-such", Severity::warning, "not on this target", "write another", pattern});
  }
  std::vector<Finding> refuse(const std::vector<Pattern>& allowed) { return not_allowed(b.build(), {}, allowed); }

  ModelBuilder b;

 private:
  ValueId list(const std::vector<std::int64_t>& numbers) {
    std::vector<ValueId> made;
    for (const std::int64_t number : numbers) made.push_back(b.constant(b.integer(), Constant::Kind::integer, number));
    return b.result(b.op("prim::ListConstruct", made, {b.type(TypeKind::list, "List[int]", {b.integer()})}));
  }
  void see(ValueId value, const Tensor& tensor) {
    b.model.values[value].observed = {b.model.observations.add(tensor), 1};
  }
};

Pattern of_ops(std::vector<std::string> ops) {
  Pattern pattern;
  pattern.ops = std::move(ops);
  return pattern;
}

ArgumentPattern is_number(const std::string& name, double least, double most) {
  ValuePattern value;
  value.kind = ValuePattern::Kind::number;
  value.number = {least, most};
  return {name, {value}};
}

using Places = std::vector<std::pair<std::string, std::string>>;  // module and op kind

Places places(const std::vector<Finding>& findings) {
  Places found;
  for (const Finding& finding : findings) found.emplace_back(finding.module, finding.op_kind.value_or(""));
  return found;
}

}  // namespace

TEST_CASE("a type of AIMET's finds the module and the function, in any case, each once") {
  Net net;
  const Places both = {{"stem.act", ""}, {"", "aten::gelu_"}};
  CHECK(places(net.find(of_ops({"gelu"}))) == both);
  CHECK(places(net.find(of_ops({"GELU", "aten::gelu"}))) == both);
}

TEST_CASE("a kind finds ops wherever they are, and the form that writes into its input") {
  Net net;
  CHECK(places(net.find(of_ops({"aten::gelu"}))) == Places{{"stem.act", "aten::gelu"}, {"", "aten::gelu_"}});
  CHECK(places(net.find(of_ops({"aten::gelu_"}))) == Places{{"", "aten::gelu_"}});
  CHECK(places(net.find(of_ops({"*::*"}))).size() == 3);  // no constants, no lists
  CHECK(places(net.find(of_ops({"prim::ListConstruct"}))).size() == 1);
}

TEST_CASE("a finding of a rule has its message, place, lines and remedy") {
  Net net;
  const Finding finding = net.find(of_ops({"aten::gelu_"})).at(0);
  CHECK(finding.message == "not on this target: aten::gelu_ in the model's forward");
  CHECK(finding.help == "write another");
  CHECK(finding.severity == Severity::warning);
  REQUIRE(finding.sources.size() == 1);
  CHECK(finding.sources[0].line == 20);
}

TEST_CASE("of a list that is an argument, one element is enough for a rule, and all must be what is allowed") {
  Net net;
  Pattern dilated = of_ops({"aten::conv*"});
  dilated.where = {is_number("dilation", 2, 9)};
  const auto found = net.find(dilated);
  REQUIRE(found.size() == 1);
  CHECK_THAT(found[0].message, ContainsSubstring("; dilation is [2, 2]"));
  dilated.where = {is_number("dilation", 3, 9)};
  CHECK(net.find(dilated).empty());
  dilated.where = {is_number("groups", 1, 1), is_number("dilation", 2, 2)};
  CHECK(net.find(dilated).size() == 1);
  dilated.where = {is_number("no_such", 1, 1)};
  CHECK(net.find(dilated).empty());

  Pattern plain = of_ops({"Conv2d"});
  plain.where = {is_number("dilation", 1, 1)};
  const auto refused = net.refuse({plain, of_ops({"gelu"})});
  REQUIRE(refused.size() == 1);
  CHECK(refused[0].message ==
        "aten::conv2d in the forward of stem.conv is not allowed in this form: dilation is [2, 2]");
}

TEST_CASE("an argument that an exported program leaves out has its default, which is not known") {
  Net net;
  net.b.model.form = SourceForm::exported;
  Pattern plain = of_ops({"aten::conv2d"});
  plain.where = {is_number("stride", 1, 1)};
  CHECK(net.find(plain).empty());
  const auto refused = net.refuse({plain, of_ops({"gelu"})});
  REQUIRE(refused.size() == 1);
  CHECK(refused[0].severity == Severity::note);
  CHECK_THAT(refused[0].message, ContainsSubstring("stride is not known"));
}

TEST_CASE("a class is found by its last part or by its whole name, with the number of its calls") {
  Net net;
  Pattern pattern;
  pattern.classes = {"GELU"};
  CHECK(places(net.find(pattern)) == Places{{"stem.act", ""}});
  pattern.classes = {"torch.nn.modules.conv.*"};
  CHECK(places(net.find(pattern)) == Places{{"stem.conv", ""}});
  pattern.uses = {{2, std::nullopt}};
  CHECK(net.find(pattern).empty());
  pattern.uses = {{1, 1}};
  CHECK(net.find(pattern).size() == 1);
  pattern.modules = {"head"};
  CHECK(net.find(pattern).empty());
  pattern.modules = {"stem"};
  CHECK(net.find(pattern).size() == 1);
  pattern.modules = {"stem.*"};
  CHECK(net.find(pattern).size() == 1);
}

TEST_CASE("dtypes and ranks are those of inputs, parameters and what ops make") {
  Net net;
  Pattern pattern;
  pattern.dtypes = {"float64"};
  CHECK(places(net.find(pattern)) == Places{{"", "aten::gelu_"}});
  pattern.dtypes = {"float*"};
  pattern.ranks = {{2, 2}};
  CHECK(places(net.find(pattern)) == Places{{"stem.conv", ""}});  // its weight
  pattern.ranks = {{5, std::nullopt}};
  const auto found = net.find(pattern);
  REQUIRE(found.size() == 1);
  CHECK_THAT(found[0].message, ContainsSubstring("its output is float64 of shape [1, 1, 8, 8, 8]"));
}

TEST_CASE("what is not allowed is every op that computes and is in no pattern; what is not known is a note") {
  Net net;
  CHECK(places(net.refuse({})).size() == 3);
  Pattern by_class;
  by_class.classes = {"GELU", "Conv2d"};
  CHECK(places(net.refuse({by_class})) == Places{{"", "aten::gelu_"}});
  Pattern small = of_ops({"aten::gelu"});
  small.dtypes = {"float32"};
  const auto refused = net.refuse({by_class, small});
  REQUIRE(refused.size() == 1);
  CHECK(refused[0].severity == Severity::error);
  for (Value& value : net.b.model.values) value.observed = {};
  const auto unknown = net.refuse({by_class, small});
  REQUIRE(unknown.size() == 1);
  CHECK(unknown[0].severity == Severity::note);
}
