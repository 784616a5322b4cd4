// SPDX-License-Identifier: Apache-2.0
#include "lib/model/constant_folder.hpp"

#include "lib/model/evaluate.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/model_builder.hpp"

using namespace aimet;
using aimet::test::ModelBuilder;

namespace {

ConstantFolder::Rules rules_of_torchscript() {
  ConstantFolder::Rules rules;
  rules.computed_as = [](const std::string& kind) { return std::string_view(kind); };
  rules.is_identity = [](const std::string& kind) { return kind == "aten::item"; };
  return rules;
}

ConstantFolder::Rules rules_with_lists() {
  ConstantFolder::Rules rules = rules_of_torchscript();
  rules.is_fixed_list = [](ValueId) { return true; };
  return rules;
}

ValueId number(ModelBuilder& net, std::int64_t value) {
  return net.constant(net.integer(), Constant::Kind::integer, value);
}

ValueId computed(ModelBuilder& net, const std::string& kind, const std::vector<ValueId>& inputs) {
  return net.result(net.op(kind, inputs, {net.integer()}));
}

ValueId list_of(ModelBuilder& net, const std::vector<ValueId>& elements) {
  const TypeId list = net.type(TypeKind::list, "List[int]", {net.integer()});
  return net.result(net.op("prim::ListConstruct", elements, {list}));
}

// An If on `condition` that returns one of the two values.
ValueId chosen(ModelBuilder& net, ValueId condition, ValueId if_true, ValueId if_false) {
  const OpId branch = net.branch(condition, {net.integer()});
  net.begin_block(branch, 0, 1);
  net.end_block({if_true});
  net.begin_block(branch, 1, 1);
  net.end_block({if_false});
  return net.result(branch);
}

}  // namespace

TEST_CASE("constant folder: arithmetic on constants is known, on an input it is not") {
  ModelBuilder net;
  const ValueId sum = computed(net, "aten::add", {number(net, 2), number(net, 3)});
  const ValueId same = computed(net, "aten::item", {sum});
  const ValueId open = computed(net, "aten::add", {sum, net.input("n", net.integer())});
  ConstantFolder folder(net.model, rules_of_torchscript());
  CHECK(folder.number(same) == 5);
  CHECK(folder.value(open) == nullptr);
}

TEST_CASE("constant folder: only the kinds that the rules name are computed") {
  ModelBuilder net;
  const ValueId sum = computed(net, "aten::add", {number(net, 2), number(net, 3)});
  const ValueId product = computed(net, "aten::mul", {number(net, 2), number(net, 3)});
  ConstantFolder::Rules rules = rules_of_torchscript();
  rules.computed_as = [](const std::string& kind) {
    return kind == "aten::mul" ? std::string_view(kind) : std::string_view();
  };
  ConstantFolder folder(net.model, std::move(rules));
  CHECK(folder.number(product) == 6);
  CHECK(folder.value(sum) == nullptr);
}

TEST_CASE("constant folder: a factor of the second operand is not left out") {
  ModelBuilder net;
  const ValueId plain = computed(net, "aten::add", {number(net, 2), number(net, 3), number(net, 1)});
  const ValueId scaled = computed(net, "aten::add", {number(net, 2), number(net, 3), number(net, 2)});
  ConstantFolder folder(net.model, rules_of_torchscript());
  CHECK(folder.number(plain) == 5);
  CHECK(folder.value(scaled) == nullptr);
}

TEST_CASE("constant folder: a branch returns what its condition, or the rule, says") {
  ModelBuilder net;
  const ValueId yes = net.constant(net.boolean(), Constant::Kind::boolean, 1);
  const ValueId known = chosen(net, yes, number(net, 7), number(net, 8));
  const ValueId open = chosen(net, net.input("flag", net.boolean()), number(net, 7), number(net, 8));
  ConstantFolder by_condition(net.model, rules_of_torchscript());
  CHECK(by_condition.number(known) == 7);
  CHECK(by_condition.value(open) == nullptr);
  CHECK_FALSE(by_condition.returned(yes).has_value());

  ConstantFolder::Rules rules = rules_of_torchscript();
  rules.taken_block = [](OpId) { return std::optional<std::int32_t>(1); };
  ConstantFolder by_rule(net.model, std::move(rules));
  CHECK(by_rule.number(known) == 8);
  CHECK(by_rule.number(open) == 8);
}

TEST_CASE("constant folder: the elements of a list are known only if the list is never written to") {
  ModelBuilder net;
  const ValueId list = list_of(net, {number(net, 4), number(net, 5), number(net, 6)});
  const ValueId last = computed(net, "aten::__getitem__", {list, number(net, -1)});
  const ValueId length = computed(net, "aten::len", {list});
  const ValueId none = net.constant(net.none(), Constant::Kind::none, 0);
  const ValueId tail = computed(net, "aten::slice", {list, number(net, 1), none, number(net, 1)});
  const OpId unpack = net.op("prim::ListUnpack", {list}, {net.integer(), net.integer(), net.integer()});
  ConstantFolder folder(net.model, rules_with_lists());
  CHECK(folder.number(last) == 6);
  CHECK(folder.number(length) == 3);
  REQUIRE(folder.value(tail) != nullptr);
  REQUIRE(folder.value(tail)->elements.size() == 2);
  CHECK(number_of(folder.value(tail)->elements[0]) == 5);
  CHECK(folder.number(net.result(unpack, 1)) == 5);

  ConstantFolder::Rules written = rules_with_lists();
  written.is_fixed_list = [](ValueId) { return false; };
  for (ConstantFolder::Rules rules : {rules_of_torchscript(), std::move(written)}) {
    ConstantFolder without(net.model, std::move(rules));
    for (const ValueId value : {last, length, tail, net.result(unpack, 1)}) CHECK(without.value(value) == nullptr);
  }
}

TEST_CASE("constant folder: an index outside of the list has no value") {
  ModelBuilder net;
  const ValueId list = list_of(net, {number(net, 4)});
  const ValueId outside = computed(net, "aten::__getitem__", {list, number(net, 1)});
  ConstantFolder folder(net.model, rules_with_lists());
  CHECK(folder.value(outside) == nullptr);
}

TEST_CASE("constant folder: None is known by its type, and `is` compares only with None") {
  ModelBuilder net;
  const ValueId none = net.constant(net.none(), Constant::Kind::none, 0);
  const ValueId tensor = net.input("x", net.tensor());
  const ValueId maybe = net.input("m", net.type(TypeKind::optional, "Optional[Tensor]", {net.tensor()}));
  const auto is = [&](ValueId a, ValueId b) { return net.result(net.op("aten::__is__", {a, b}, {net.boolean()})); };
  const ValueId known = is(tensor, none);
  const ValueId open = is(maybe, none);
  const ValueId two_tensors = is(tensor, tensor);
  ConstantFolder folder(net.model, rules_of_torchscript());
  CHECK(folder.is_none(none) == true);
  CHECK(folder.is_none(tensor) == false);
  CHECK_FALSE(folder.is_none(maybe).has_value());
  CHECK(folder.number(known) == 0);
  CHECK(folder.value(open) == nullptr);
  CHECK(folder.value(two_tensors) == nullptr);
}

TEST_CASE("constant folder: what constants do not decide is asked of the rules") {
  ModelBuilder net;
  const ValueId size = computed(net, "aten::size", {net.input("x", net.tensor()), number(net, 2)});
  const ValueId half = computed(net, "aten::floordiv", {size, number(net, 2)});
  ConstantFolder::Rules rules = rules_of_torchscript();
  rules.other = [&](OpId op) {
    return net.model.kind(op) == "aten::size" ? std::optional(integer_constant(224)) : std::nullopt;
  };
  ConstantFolder folder(net.model, std::move(rules));
  CHECK(folder.number(half) == 112);
}

TEST_CASE("constant folder: a long chain is computed if it is asked for in program order, and unknown otherwise") {
  ModelBuilder net;
  std::vector<ValueId> chain = {number(net, 0)};
  while (chain.size() < 5000) chain.push_back(computed(net, "aten::add", {chain.back(), number(net, 1)}));
  ConstantFolder in_order(net.model, rules_of_torchscript());
  for (const ValueId value : chain) in_order.value(value);
  CHECK(in_order.number(chain.back()) == 4999);
  ConstantFolder at_once(net.model, rules_of_torchscript());
  CHECK(at_once.value(chain.back()) == nullptr);
}
