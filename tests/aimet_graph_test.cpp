// SPDX-License-Identifier: Apache-2.0

// Tests the list of ops that AIMET would derive from a model.

#include "lib/check/aimet_graph.hpp"

#include "tests/support/catch.hpp"
#include "tests/support/model_builder.hpp"

using namespace aimet;
using aimet::test::ModelBuilder;

namespace {

// The ops of AIMET's graph: "relu_1 in block" for a functional, "[Linear_0 in fc]" for an op with a module.
std::vector<std::string> listed(ModelBuilder& net, const std::string& version = "") {
  std::vector<std::string> ops;
  const Model& model = net.build();
  for (const AimetOp& op : aimet_ops(model, aimet_rules(version))) {
    const std::string text = op.name + " in " + model.module(op.module).path;
    ops.push_back((op.has_module ? "[" + text + "]" : text) + (op.times > 1 ? " x" + std::to_string(op.times) : ""));
  }
  return ops;
}

using Ops = std::vector<std::string>;

}  // namespace

TEST_CASE("the number of an op counts leaf calls and functionals, not constants nor what AIMET takes out") {
  ModelBuilder net;
  const ModuleId fc = net.module("fc", "torch.nn.modules.linear.Linear");
  ValueId x = net.input("x", net.tensor());
  net.constant(net.integer(), Constant::Kind::integer, 1);
  x = net.call(fc, {x});
  x = net.tensor_op("aten::relu", {x});
  x = net.tensor_op("aten::detach", {x});
  net.output(net.tensor_op("aten::tanh", {x}));
  CHECK(listed(net) == Ops{"[Linear_0 in fc]", "relu_1 in ", "tanh_2 in "});
}

TEST_CASE("a size in a scripted file takes two numbers: a tracer records size and NumToTensor") {
  ModelBuilder net;
  const ValueId x = net.input("x", net.tensor());
  const ValueId dim = net.constant(net.integer(), Constant::Kind::integer, 0);
  const ValueId rows = net.result(net.op("aten::size", {x, dim}, {net.integer()}));
  net.output(net.tensor_op("aten::view", {x, rows}));
  CHECK(listed(net) == Ops{"size_0 in ", "view_2 in "});
}

TEST_CASE("a leaf of the user's own is one op with one aten op inside, and read inside with two") {
  ModelBuilder net;
  const ModuleId one = net.module("one", "models.One");
  const ModuleId two = net.module("two", "models.Two");
  ValueId x = net.call(one, {net.input("x", net.tensor())}, "aten::erf");
  net.begin_call(two, {x});
  x = net.tensor_op("aten::mul", {x, net.tensor_op("aten::sigmoid", {x})});
  net.end_call({x});
  net.output(x);
  CHECK(listed(net) == Ops{"[One_0 in one]", "sigmoid_1 in two", "Mul_2 in two"});
  CHECK(listed(net, "1.22") == Ops{"[One_0 in one]", "[Two_1 in two]"});
}

TEST_CASE("passed-through ops do not count towards the one op of a leaf") {
  ModelBuilder net;
  const ModuleId one = net.module("one", "models.One");
  ValueId x = net.input("x", net.tensor());
  net.begin_call(one, {x});
  x = net.tensor_op("aten::erf", {net.tensor_op("aten::detach", {x})});
  net.end_call({x});
  net.output(x);
  CHECK(listed(net) == Ops{"[One_0 in one]"});
}

TEST_CASE("a module with children is read inside, whatever its class") {
  ModelBuilder net;
  const ModuleId attention = net.module("attention", "torch.nn.modules.activation.MultiheadAttention");
  const ModuleId out = net.module("attention.out", "torch.nn.modules.linear.Linear", attention);
  ValueId x = net.input("x", net.tensor());
  net.begin_call(attention, {x});
  x = net.call(out, {net.tensor_op("aten::bmm", {x, x})});
  net.end_call({x});
  net.output(x);
  CHECK(listed(net) == Ops{"bmm_0 in attention", "[Linear_1 in attention.out]"});
}

TEST_CASE("AIMET's own modules are one op from 2.0 on, and leaves like any other before") {
  ModelBuilder net;
  const ModuleId own = net.module("act", "aimet_torch.v1.nn.modules.custom.CustomSiLU");
  net.at(own).origin = ClassOrigin::aimet;
  ValueId x = net.input("x", net.tensor());
  net.begin_call(own, {x});
  x = net.tensor_op("aten::mul", {x, net.tensor_op("aten::sigmoid", {x})});
  net.end_call({x});
  net.output(x);
  CHECK(listed(net) == Ops{"[CustomSiLU_0 in act]"});
  CHECK(listed(net, "2.0") == listed(net));
  CHECK(listed(net, "1.34") == Ops{"sigmoid_0 in act", "Mul_1 in act"});
}

TEST_CASE("the call of an empty Sequential has no module, and belongs to its caller") {
  ModelBuilder net;
  const ModuleId shortcut = net.module("shortcut", "torch.nn.modules.container.Sequential");
  const ValueId x = net.input("x", net.tensor());
  net.begin_call(shortcut, {x});
  net.end_call({x});
  net.output(net.tensor_op("aten::relu", {x}));
  CHECK(listed(net) == Ops{"Sequential_0 in ", "relu_1 in "});
}

TEST_CASE("a loop is listed round by round, and at more than a thousand rounds once with their number") {
  for (const std::int64_t rounds : {3, 1001}) {
    ModelBuilder net;
    const ValueId x = net.input("x", net.tensor());
    const ValueId trips = net.constant(net.integer(), Constant::Kind::integer, rounds);
    const OpId loop = net.loop(trips, net.constant(net.boolean(), Constant::Kind::boolean, 1));
    net.begin_block(loop, 0, rounds);
    net.tensor_op("aten::relu_", {x});
    net.end_block({net.constant(net.boolean(), Constant::Kind::boolean, 1)});
    net.output(x);
    CHECK(listed(net) == (rounds == 3 ? Ops{"relu_0 in ", "relu_1 in ", "relu_2 in "} : Ops{"relu_0 in  x1001"}));
  }
}

TEST_CASE("what did not run is not listed: neither ops nor calls") {
  ModelBuilder net;
  const ModuleId fc = net.module("fc", "torch.nn.modules.linear.Linear");
  const ValueId x = net.input("x", net.tensor());
  const OpId branch = net.branch(net.input("wide", net.boolean()), {net.tensor()});
  net.begin_block(branch, 0, 1);
  net.end_block({net.tensor_op("aten::relu", {x})});
  net.begin_block(branch, 1, 0);
  net.end_block({net.tensor_op("aten::tanh", {net.call(fc, {x})})});
  net.output(net.result(branch));
  CHECK(listed(net) == Ops{"relu_0 in "});
}

TEST_CASE("in a trace every call of a module is read as its first") {
  ModelBuilder net;
  const ModuleId mood = net.module("mood", "models.Mood");
  net.module("mood.unused", "torch.nn.modules.linear.Linear", mood);
  net.at(kRootModule).traced = net.at(mood).traced = true;
  ValueId x = net.call(mood, {net.input("x", net.tensor())}, "aten::relu");
  net.begin_call(mood, {x}, "forward1");
  x = net.tensor_op("aten::tanh", {net.tensor_op("aten::sigmoid", {x})});
  net.end_call({x});
  net.output(x);
  CHECK(listed(net) == Ops{"relu_0 in mood", "relu_1 in mood"});
  CHECK(graph_read_for(net.build(), CallId(2)) == CallId(1));
}

TEST_CASE("a method other than forward is no call to a tracer: its ops are the caller's") {
  ModelBuilder net;
  const ModuleId encoder = net.module("encoder", "models.Encoder");
  ValueId x = net.input("x", net.tensor());
  net.begin_call(encoder, {x}, "encode");
  x = net.tensor_op("aten::relu", {x});
  net.end_call({x});
  net.output(x);
  CHECK(listed(net) == Ops{"relu_0 in "});
}

TEST_CASE("a number minus a tensor, compiled to neg and add from one place, is rsub") {
  ModelBuilder net;
  const ValueId x = net.input("x", net.tensor());
  const ValueId one = net.constant(net.integer(), Constant::Kind::integer, 1);
  const ValueId negated = net.tensor_op("aten::neg", {x}, 7);
  const ValueId sum = net.tensor_op("aten::add", {negated, one});
  net.model.ops.back().source = net.model.op(net.model.value(negated).producer).source;
  net.output(sum);
  CHECK(listed(net) == Ops{"rsub_0 in "});
}

TEST_CASE("a negation and an addition that the user wrote on two lines stay two ops") {
  ModelBuilder net;
  const ValueId x = net.input("x", net.tensor());
  const ValueId one = net.constant(net.integer(), Constant::Kind::integer, 1);
  net.output(net.tensor_op("aten::add", {net.tensor_op("aten::neg", {x}, 7), one}, 8));
  CHECK(listed(net) == Ops{"neg_0 in ", "Add_1 in "});
}

TEST_CASE("reading a dict is an op where the dict is the model's input, and none elsewhere") {
  ModelBuilder net;
  const ValueId batch = net.input("batch", net.dict());
  const ValueId image = net.tensor_op("aten::__getitem__", {batch, net.key("image")});
  const ValueId own = net.result(net.op("prim::DictConstruct", {net.key("y"), image}, {net.dict()}));
  net.output(net.tensor_op("aten::__getitem__", {own, net.key("y")}));
  CHECK(listed(net) == Ops{"getitem_0 in "});
}

TEST_CASE("reading a list that is the model's input is no op: a tracer takes it apart at once") {
  ModelBuilder net;
  const ValueId images = net.input("images", net.type(TypeKind::list, "List[Tensor]", {net.tensor()}));
  const ValueId first = net.constant(net.integer(), Constant::Kind::integer, 0);
  net.output(net.tensor_op("aten::__getitem__", {images, first}));
  CHECK(listed(net).empty());
}
