// SPDX-License-Identifier: Apache-2.0
#include "checks/connected_graph.hpp"

#include "tests/support/catch.hpp"
#include "tests/support/model_builder.hpp"

using namespace aimet;
using test::ModelBuilder;

namespace {

std::vector<Finding> findings_of(ModelBuilder& b) { return connected_graph(b.build(), {}); }

void check_one(ModelBuilder& b, const std::string& module, const std::string& part) {
  const auto findings = findings_of(b);
  REQUIRE(findings.size() == 1);
  CHECK(findings[0].severity == Severity::error);
  CHECK(findings[0].module == module);
  CHECK_THAT(findings[0].message, ContainsSubstring("AIMET cannot build its connected graph"));
  CHECK_THAT(findings[0].message, ContainsSubstring(part));
}

// A model that returns one value of the type of(*this).
struct Returning : ModelBuilder {
  explicit Returning(TypeId (*of)(ModelBuilder&)) {
    const ValueId x = input("x", tensor());
    output(result(op("prim::DictConstruct", {x}, {of(*this)}, 5)));
  }
};

// A model, scripted or traced, with a block that contains a Linear and is called twice.
struct Twice : ModelBuilder {
  ValueId x = input("x", tensor());
  ValueId mask = input("mask", tensor());
  ModuleId block = module("block", "models.Block");
  ModuleId fc = module("block.fc", "torch.nn.modules.linear.Linear", block);

  explicit Twice(bool traced) {
    model.form = traced ? SourceForm::traced : SourceForm::scripted;
    for (Module& m : model.modules) m.traced = traced;
  }
  ValueId call_block(const std::vector<ValueId>& inputs, const std::string& method) {
    begin_call(block, inputs, method);
    ValueId y = call(fc, {inputs[0]}, "aten::linear", method);
    if (inputs.size() > 1) y = tensor_op("aten::mul", {y, inputs[1]});
    end_call({y});
    return y;
  }
};

}  // namespace

TEST_CASE("connected-graph: a dict among the outputs is refused by the tracer") {
  Returning b([](ModelBuilder& m) { return m.dict(); });
  check_one(b, "", "the model returns Dict[str, Tensor]");
}

TEST_CASE("connected-graph: so is a list of anything but tensors") {
  Returning b([](ModelBuilder& m) { return m.type(TypeKind::list, "List[Dict[str, Tensor]]", {m.dict()}); });
  check_one(b, "", "accepts only lists of tensors");
}

TEST_CASE("connected-graph: and a number in a tuple") {
  Returning b([](ModelBuilder& m) { return m.type(TypeKind::tuple, "Tuple[Tensor, int]", {m.tensor(), m.integer()}); });
  check_one(b, "", "Tuple[Tensor, int]");
}

TEST_CASE("connected-graph: tensors in nested tuples, lists and optionals are fine") {
  const auto list = [](ModelBuilder& m) { return m.type(TypeKind::list, "List[Tensor]", {m.tensor()}); };
  Returning of_list(list);
  CHECK(findings_of(of_list).empty());
  Returning of_optional([](ModelBuilder& m) { return m.type(TypeKind::optional, "Optional[Tensor]", {m.tensor()}); });
  CHECK(findings_of(of_optional).empty());
  Returning nested([](ModelBuilder& m) {
    const TypeId pair = m.type(TypeKind::tuple, "Tuple[Tensor, Tensor]", {m.tensor(), m.tensor()});
    return m.type(TypeKind::tuple, "Tuple[Tensor, Tuple[Tensor, Tensor]]", {m.tensor(), pair});
  });
  CHECK(findings_of(nested).empty());
}

TEST_CASE("connected-graph: a number that must be given is refused, one with a default is not") {
  ModelBuilder b;
  const ValueId x = b.input("x", b.tensor());
  b.input("scale", b.type(TypeKind::floating, "float"));
  b.input("repeat", b.integer(), true);
  b.output(b.tensor_op("aten::relu", {x}));
  check_one(b, "", "requires the argument scale of type float");
}

TEST_CASE("connected-graph: a block called with one tensor and then with two, in a trace and in a script") {
  for (const bool traced : {true, false}) {
    CAPTURE(traced);
    Twice b(traced);
    const ValueId y = b.call_block({b.x}, "forward");
    b.output(b.call_block({y, b.mask}, traced ? "forward1" : "forward"));
    check_one(b, "block", "with 1 tensor first and with 2 tensors later");
  }
}

TEST_CASE("connected-graph: a block called twice in the same way is fine") {
  Twice b(true);
  const ValueId y = b.call_block({b.x}, "forward");
  b.output(b.call_block({y}, "forward1"));
  CHECK(findings_of(b).empty());
}

TEST_CASE("connected-graph: a call in a branch that did not run is no first call") {
  Twice b(false);
  const OpId branch = b.branch(b.input("twice", b.boolean()), {b.tensor()});
  b.begin_block(branch, 0, 0);
  b.end_block({b.call_block({b.x, b.mask}, "forward")});
  b.begin_block(branch, 1, 1);
  b.end_block({b.call_block({b.x}, "forward")});
  b.model.modules[kRootModule].methods[0].arguments.back().has_default = true;
  b.output(b.result(branch));
  CHECK(findings_of(b).empty());
}

TEST_CASE("connected-graph: torch.nn's own leaf may be called with different numbers of tensors") {
  ModelBuilder b;
  const ValueId x = b.input("x", b.tensor());
  const ModuleId loss = b.module("loss", "torch.nn.modules.activation.ReLU");
  b.output(b.call(loss, {b.call(loss, {x}), x}));
  CHECK(findings_of(b).empty());
}

TEST_CASE("connected-graph: a module that the trace hands over as an argument") {
  Twice b(true);
  const ModuleId shared = b.module("act", "torch.nn.modules.activation.ReLU");
  b.output(b.call_block({b.x}, "forward"));
  b.model.calls[CallId(1)].module_arguments = {shared};
  check_one(b, "act", "passes it as an argument");
}

TEST_CASE("connected-graph: a leaf of one's own called Conv needs groups") {
  ModelBuilder b;
  const ValueId x = b.input("x", b.tensor());
  b.output(b.call(b.module("c", "models.Conv"), {x}, "aten::relu"));
  check_one(b, "c", "has no attribute groups");
}

TEST_CASE("connected-graph: one with groups, and one that is a block, is fine") {
  ModelBuilder b;
  const ValueId x = b.input("x", b.tensor());
  const ModuleId subclass = b.module("c", "models.Conv");
  for (const char* name : {"groups", "bias"}) b.attribute(subclass, name, 1);
  b.parameter(subclass, "weight", 1);
  const ModuleId block = b.module("d", "models.Conv");
  const ModuleId inner = b.module("d.conv", "torch.nn.modules.conv.Conv2d", block);
  const ValueId y = b.call(subclass, {x}, "aten::conv2d");
  b.begin_call(block, {y});
  const ValueId z = b.call(inner, {y}, "aten::conv2d");
  b.end_call({z});
  b.output(z);
  CHECK(findings_of(b).empty());
}

TEST_CASE("connected-graph: a leaf of one's own called Gemm needs weight") {
  ModelBuilder b;
  const ValueId x = b.input("x", b.tensor());
  b.output(b.call(b.module("g", "models.Gemm"), {x}, "aten::matmul"));
  check_one(b, "g", "has no attribute weight");
}
