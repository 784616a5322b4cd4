// SPDX-License-Identifier: Apache-2.0

// Tests which branches constants decide, which ops reach the outputs, and which numbers come from a size.

#include "lib/model/flow.hpp"

#include "tests/support/catch.hpp"
#include "tests/support/model_builder.hpp"

using namespace aimet;
using aimet::test::ModelBuilder;
using Kind = Constant::Kind;

namespace {

// Adds an If on `condition`. Returns which of its branches a static run enters: "then", "else" or "both".
std::string blocks_entered(ModelBuilder& net, ValueId condition) {
  const ValueId x = net.input("x", net.tensor());
  const OpId branch = net.branch(condition, {net.tensor()});
  for (const int index : {0, 1}) {
    net.begin_block(branch, index, 0);
    net.end_block({net.tensor_op(index == 0 ? "aten::relu" : "aten::tanh", {x})});
  }
  net.output(net.result(branch));
  net.model.mode = Mode::static_run;
  const Model& model = net.build();
  const IdRange<BlockId> blocks = model.op(branch).blocks;
  const bool then = runs(model, blocks[0]) > 0;
  const bool otherwise = runs(model, blocks[1]) > 0;
  return then && otherwise ? "both" : then ? "then" : otherwise ? "else" : "none";
}

ValueId compare(ModelBuilder& net, const std::string& kind, ValueId a, ValueId b) {
  return net.result(net.op(kind, {a, b}, {net.boolean()}));
}

TypeId optional_tensor(ModelBuilder& net) {
  const TypeId element = net.tensor();
  return net.type(TypeKind::optional, "Optional[Tensor]", {element});
}

const OpLiveness& liveness_of(const Model& model, ValueId value) { return model.liveness[model.value(value).producer]; }

}  // namespace

TEST_CASE("a constant condition decides its branch, an input does not") {
  ModelBuilder yes, no, open;
  CHECK(blocks_entered(yes, yes.constant(yes.boolean(), Kind::boolean, 1)) == "then");
  CHECK(blocks_entered(no, no.constant(no.boolean(), Kind::boolean, 0)) == "else");
  CHECK(blocks_entered(open, open.input("wide", open.boolean())) == "both");
}

TEST_CASE("a mode that is a string decides its branch") {
  for (const std::string mode : {"nearest", "bilinear"}) {
    ModelBuilder net;
    const ValueId equal = compare(net, "aten::eq", net.key(mode), net.key("nearest"));
    CHECK(blocks_entered(net, equal) == (mode == "nearest" ? "then" : "else"));
  }
}

TEST_CASE("numbers are compared") {
  struct Case {
    const char* kind;
    std::int64_t left, right;
    const char* entered;
  };
  const std::vector<Case> cases = {{"aten::lt", 1, 2, "then"}, {"aten::gt", 1, 2, "else"}, {"aten::le", 2, 2, "then"},
                                   {"aten::ge", 1, 2, "else"}, {"aten::ne", 1, 2, "then"}, {"aten::eq", 1, 2, "else"}};
  for (const Case& c : cases) {
    CAPTURE(c.kind);
    ModelBuilder net;
    const ValueId left = net.constant(net.integer(), Kind::integer, c.left);
    CHECK(blocks_entered(net, compare(net, c.kind, left, net.constant(net.integer(), Kind::integer, c.right))) ==
          c.entered);
  }
}

TEST_CASE("`is None` is decided by None, by a tensor that cannot be None, and not by an optional input") {
  ModelBuilder none, tensor, open;
  const ValueId nothing = none.constant(none.none(), Kind::none, 0);
  CHECK(blocks_entered(none, compare(none, "aten::__is__", nothing, nothing)) == "then");
  const ValueId given = tensor.input("mask", tensor.tensor());
  CHECK(blocks_entered(tensor, compare(tensor, "aten::__is__", given, tensor.constant(tensor.none(), Kind::none, 0))) ==
        "else");
  const ValueId maybe = open.input("mask", optional_tensor(open));
  CHECK(blocks_entered(open, compare(open, "aten::__isnot__", maybe, open.constant(open.none(), Kind::none, 0))) ==
        "both");
}

TEST_CASE("what a decided branch returns decides the next") {
  ModelBuilder net;
  const OpId first = net.branch(net.constant(net.boolean(), Kind::boolean, 0), {net.boolean()});
  net.begin_block(first, 0, 0);
  net.end_block({net.input("wide", net.boolean())});
  net.begin_block(first, 1, 0);
  net.end_block({net.constant(net.boolean(), Kind::boolean, 1)});
  const ValueId negated = net.result(net.op("aten::__not__", {net.result(first)}, {net.boolean()}));
  CHECK(blocks_entered(net, negated) == "else");
}

TEST_CASE("the length of a tuple is known, that of a list is not: it may have grown") {
  for (const std::string container : {"prim::TupleConstruct", "prim::ListConstruct"}) {
    CAPTURE(container);
    ModelBuilder net;
    const ValueId x = net.constant(net.integer(), Kind::integer, 5);
    const TypeId of = net.type(TypeKind::tuple, "Tuple[int, int]", {net.integer(), net.integer()});
    const ValueId both = net.result(net.op(container, {x, x}, {of}));
    const ValueId length = net.result(net.op("aten::len", {both}, {net.integer()}));
    const ValueId equal = compare(net, "aten::eq", length, net.constant(net.integer(), Kind::integer, 2));
    CHECK(blocks_entered(net, equal) == (container == "prim::TupleConstruct" ? "then" : "both"));
  }
}

TEST_CASE("a branch that raises is not entered in a static run, nor is what is nested in it") {
  ModelBuilder net;
  const ValueId x = net.input("x", net.tensor());
  const OpId guard = net.branch(net.input("bad", net.boolean()), {});
  net.begin_block(guard, 0, 0);
  const OpId nested = net.branch(net.input("worse", net.boolean()), {});
  for (const int index : {0, 1}) {
    net.begin_block(nested, index, 0);
    net.end_block({});
  }
  net.op("prim::RaiseException", {}, {});
  net.end_block({});
  net.begin_block(guard, 1, 0);
  net.end_block({});
  net.output(x);
  net.model.mode = Mode::static_run;
  const Model& model = net.build();
  CHECK(runs(model, model.op(guard).blocks.first) == 0);
  CHECK(runs(model, model.op(nested).blocks.first) == 0);
  CHECK(runs(model, model.op(nested).blocks[1]) == 0);
  CHECK(runs(model, model.op(guard).blocks[1]) == 1);
}

TEST_CASE("when the model was run, what ran decides, not constants") {
  ModelBuilder net;
  const ValueId x = net.input("x", net.tensor());
  const OpId branch = net.branch(net.constant(net.boolean(), Kind::boolean, 1), {net.tensor()});
  net.begin_block(branch, 0, 0);
  const ValueId relu = net.tensor_op("aten::relu", {x});
  net.end_block({relu});
  net.begin_block(branch, 1, 1);
  const ValueId tanh = net.tensor_op("aten::tanh", {x});
  net.end_block({tanh});
  net.output(net.result(branch));
  const Model& model = net.build();
  CHECK_FALSE(liveness_of(model, relu).executed);
  CHECK_FALSE(liveness_of(model, relu).live);
  CHECK(liveness_of(model, tanh).live);
}

TEST_CASE("a block ran as often as in the sample that ran it most") {
  ModelBuilder net;
  net.output(net.input("x", net.tensor()));
  net.model.block_runs = {{1}, {4}, {2}};
  CHECK(runs(net.build(), kRootBlock) == 4);
}

TEST_CASE("an op that nothing uses is dead, and so is what only it used") {
  ModelBuilder net;
  const ValueId x = net.input("x", net.tensor());
  const ValueId unused = net.tensor_op("aten::relu", {x});
  const ValueId also = net.tensor_op("aten::tanh", {unused});
  net.output(net.tensor_op("aten::exp", {x}));
  const Model& model = net.build();
  CHECK_FALSE(liveness_of(model, unused).live);
  CHECK_FALSE(liveness_of(model, also).live);
  CHECK(liveness_of(model, model.outputs[0]).live);
}

TEST_CASE("an op that only steers a branch is executed and dead") {
  ModelBuilder net;
  const ValueId x = net.input("x", net.tensor());
  const ValueId sum = net.tensor_op("aten::sum", {x});
  const OpId branch = net.branch(net.result(net.op("aten::Bool", {sum}, {net.boolean()})), {net.tensor()});
  net.begin_block(branch, 0, 1);
  net.end_block({net.tensor_op("aten::relu", {x})});
  net.begin_block(branch, 1, 0);
  net.end_block({x});
  net.output(net.result(branch));
  const Model& model = net.build();
  CHECK(liveness_of(model, sum).executed);
  CHECK_FALSE(liveness_of(model, sum).live);
}

TEST_CASE("a write through a view is kept where the whole is an output, and dropped where nothing reads it") {
  for (const bool used : {true, false}) {
    CAPTURE(used);
    ModelBuilder net;
    const ValueId x = net.input("x", net.tensor());
    const ValueId copy = net.tensor_op("aten::clone", {x});
    const ValueId written = net.tensor_op("aten::relu", {x});
    const ValueId row = net.tensor_op("aten::select", {copy});
    const ValueId write = net.tensor_op("aten::copy_", {row, written});
    net.output(used ? copy : net.tensor_op("aten::exp", {x}));
    const Model& model = net.build();
    CHECK(liveness_of(model, write).live == used);
    CHECK(liveness_of(model, written).live == used);
  }
}

TEST_CASE("an element is read from the end of a list by a negative index") {
  ModelBuilder net;
  const ValueId first = net.tensor_op("aten::relu", {net.input("x", net.tensor())});
  const ValueId last = net.tensor_op("aten::tanh", {net.model.inputs[0]});
  const TypeId list = net.type(TypeKind::list, "List[Tensor]", {net.tensor()});
  const ValueId both = net.result(net.op("prim::ListConstruct", {first, last}, {list}));
  const ValueId index = net.constant(net.integer(), Kind::integer, -1);
  const ValueId element = net.tensor_op("aten::__getitem__", {both, index});
  const OpId write = net.op("aten::add_", {element, element}, {net.tensor()});
  SECTION("a write into the last element changes that one") { net.output(last); }
  SECTION("and no other") { net.output(first); }
  const bool is_seen = net.model.outputs[0] == last;
  CHECK(net.build().liveness[write].live == is_seen);
}

TEST_CASE("arithmetic on a size comes from the shape, a square root of it and a given number do not") {
  ModelBuilder net;
  const ValueId x = net.input("x", net.tensor());
  const ValueId given = net.input("factor", net.integer());
  const TypeId floating = net.type(TypeKind::floating, "float");
  const ValueId rows = net.result(net.op("aten::size", {x, given}, {net.integer()}));
  const ValueId doubled = net.result(net.op("aten::mul", {rows, given}, {net.integer()}));
  const ValueId root = net.result(net.op("aten::sqrt", {doubled}, {floating}));
  const ValueId other = net.result(net.op("aten::add", {given, given}, {net.integer()}));
  const ValueId scaled = net.tensor_op("aten::mul", {x, doubled});
  net.output(scaled);
  const Model& model = net.build();
  CHECK(liveness_of(model, rows).from_shape);
  CHECK(liveness_of(model, doubled).from_shape);
  CHECK_FALSE(liveness_of(model, root).from_shape);
  CHECK_FALSE(liveness_of(model, other).from_shape);
  CHECK_FALSE(liveness_of(model, scaled).from_shape);
}
