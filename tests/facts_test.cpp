// SPDX-License-Identifier: Apache-2.0

// Tests which module and which call an op belongs to.

#include "tests/support/analyze_file.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/model_facts.hpp"

using namespace aimet;
using namespace aimet::test;

TEST_CASE("an op in a submodule belongs to that module, in a scripted and in a traced file") {
  for (const std::string kind : {"scripted", "traced"}) {
    CAPTURE(kind);
    const Model model = run_file("functional_linear_repaired." + kind + ".pt");
    CHECK(paths_of(model, ops_of(model, "aten::linear")) == Strings{"fc"});
    CHECK(paths_of(model, ops_of(model, "aten::batch_norm")) == Strings{"bn1"});
    CHECK(paths_of(model, ops_of(model, "aten::view")) == Strings{""});
    CHECK(calls_that_ran(model).front() == "conv1.forward");
  }
}

TEST_CASE("an op without outputs belongs to the module whose code holds it") {
  const Model model = run_file("ops_without_outputs.scripted.pt");
  CHECK(paths_of(model, ops_of(model, "prim::Print")) == Strings{""});
  CHECK(paths_of(model, ops_of(model, "aten::_set_item")) == Strings{""});
  CHECK(paths_of(model, ops_of(model, "prim::SetAttr")) == Strings{""});
  CHECK(paths_of(model, ops_of(model, "prim::RaiseException")) == Strings{"", "bn", "bn"});
}

TEST_CASE("what is nested in an If without outputs belongs to the module whose If it is") {
  const Model model = read_file("ops_without_outputs.scripted.pt");
  const std::vector<OpId> count_batches = ops_of(model, "aten::add_");
  REQUIRE(count_batches.size() == 1);
  CHECK(path_of(model, count_batches[0]) == "bn");
  const OpId guard = model.block(model.op(count_batches[0]).block).owner;
  REQUIRE(guard != kNone);
  CHECK(model.kind(guard) == "prim::If");
  CHECK(model.op(guard).outputs.count == 0);
  CHECK(path_of(model, guard) == "bn");
}

TEST_CASE("ops inside an If and a Loop belong to the modules that are called there") {
  const Model model = read_file("control_flow.scripted.pt");
  CHECK(paths_of(model, ops_of(model, "aten::linear")) == Strings{"then_fc", "else_fc", "loop_fc"});
  CHECK(paths_of(model, ops_of(model, "aten::tanh")) == Strings{""});
  const Block& then = model.block(model.call(calls_of(model, "then_fc").at(0)).block);
  const Block& otherwise = model.block(model.call(calls_of(model, "else_fc").at(0)).block);
  const Block& body = model.block(model.call(calls_of(model, "loop_fc").at(0)).block);
  CHECK(then.owner == otherwise.owner);
  CHECK(then.index == 0);
  CHECK(otherwise.index == 1);
  CHECK(model.kind(body.owner) == "prim::Loop");
}

TEST_CASE("modules in a ModuleList, a ModuleDict and nested Sequentials keep their whole path") {
  for (const std::string kind : {"scripted", "traced"}) {
    CAPTURE(kind);
    const Model list = run_file("relu_in_module_list." + kind + ".pt");
    CHECK(paths_of(list, kept_ops_of(list, "aten::linear")) == Strings{"layers.0", "layers.2"});
    CHECK(paths_of(list, kept_ops_of(list, "aten::relu")) == Strings{"layers.1", "layers.1"});
    const Model dict = run_file("in_module_dict." + kind + ".pt");
    CHECK(paths_of(dict, kept_ops_of(dict, "aten::linear")) == Strings{"stages.first", "stages.last"});
    const Model nested = run_file("nested_sequential." + kind + ".pt");
    CHECK(paths_of(nested, ops_of(nested, "aten::linear")) == Strings{"net.0.0", "net.1.0"});
    CHECK(paths_of(nested, ops_of(nested, "aten::tanh")) == Strings{"net.0.2", "net.1.1.0"});
  }
}

TEST_CASE("instances of a class that several attributes share are distinguished by attribute") {
  for (const std::string kind : {"scripted", "traced"}) {
    CAPTURE(kind);
    const Model model = run_file("shared_class." + kind + ".pt");
    CHECK(paths_of(model, ops_of(model, "aten::tanh")) == Strings{"a", "b", "c.0", "c.1"});
    CHECK(model.module(module_at(model, "c.1")).type == "models.Scale");
  }
}

TEST_CASE("methods other than forward hand the module on, and are no call that a hook sees") {
  const Model scripted = run_file("other_methods.scripted.pt");
  CHECK(calls_that_ran(scripted) == Strings{"encoder.encode", "encoder.fc.forward", "head", "fc.forward"});
  CHECK(paths_of(scripted, kept_ops_of(scripted, "aten::elu")) == Strings{"encoder"});
  CHECK(paths_of(scripted, ops_of(scripted, "aten::sigmoid")) == Strings{""});
  CHECK(calls_of(scripted, "encoder").empty());
  const Model traced = run_file("other_methods.traced.pt");
  CHECK(paths_of(traced, ops_of(traced, "aten::linear")) == Strings{"encoder.fc", "fc"});
  CHECK(calls_of(traced, "encoder").empty());
}

TEST_CASE("a free function runs in the module that calls it, and keeps its name") {
  const Model model = run_file("free_functions.scripted.pt");
  Strings functions;
  for (const Call& call : model.calls) {
    if (call.kind == CallKind::function && runs(model, call.block) > 0) functions.push_back(call.name);
  }
  CHECK(functions == Strings{"models.halve", "models.soften", "models.halve", "torch.nn.functional.softmax"});
  CHECK(paths_of(model, ops_of(model, "aten::div")) == Strings{"", ""});
  CHECK(paths_of(model, kept_ops_of(model, "aten::softmax")) == Strings{""});
}

TEST_CASE("in a trace the second and third call of a module are forward1 and forward2, on one module") {
  const Model model = run_file("called_in_loop.traced.pt");
  CHECK(calls_that_ran(model) == Strings{"fc.forward", "fc.forward1", "fc.forward2"});
  CHECK(calls_of(model, "fc").size() == 3);
  CHECK(paths_of(model, ops_of(model, "aten::linear")) == Strings{"fc", "fc", "fc"});
}

TEST_CASE("each call of a container has calls and ops of its own") {
  for (const std::string kind : {"scripted", "traced"}) {
    CAPTURE(kind);
    const Model model = run_file("container_twice." + kind + ".pt");
    const std::vector<CallId> blocks = calls_of(model, "block");
    const std::vector<CallId> scales = calls_of(model, "block.2");
    REQUIRE(blocks.size() == 2);
    REQUIRE(scales.size() == 2);
    CHECK(model.call(scales[0]).caller == blocks[0]);
    CHECK(model.call(scales[1]).caller == blocks[1]);
    const std::vector<OpId> tanhs = ops_of(model, "aten::tanh");
    REQUIRE(tanhs.size() == 2);
    CHECK(model.op(tanhs[0]).call == scales[0]);
    CHECK(model.op(tanhs[1]).call == scales[1]);
  }
}

TEST_CASE("an object under two names is one object where it has parameters, and not where the file does not show it") {
  for (const std::string kind : {"scripted", "traced"}) {
    CAPTURE(kind);
    const Model model = run_file("alias." + kind + ".pt");
    CHECK(model.module(module_at(model, "fc_again")).object == module_at(model, "fc"));
    CHECK(model.module(module_at(model, "act_again")).object == module_at(model, "act_again"));
  }
}

TEST_CASE("a call's ops, arguments and results are those of its own code") {
  const Model model = run_file("in_module_dict.traced.pt");
  const Call& last = model.call(calls_of(model, "stages.last").at(0));
  const OpId linear = ops_of(model, "aten::linear").at(1);
  CHECK(linear >= last.ops.first);
  CHECK(linear < last.ops.past_last());
  REQUIRE(last.results.count == 1);
  CHECK(model.operand(last.results, 0) == model.operand(model.op(linear).outputs, 0));
  const Call& act = model.call(calls_of(model, "stages.act").at(0));
  REQUIRE(last.arguments.count == 1);
  CHECK(model.operand(last.arguments, 0) == model.operand(act.results, 0));
}

TEST_CASE("modules inside a torch.nn module are found below it") {
  const Model model = run_file("attention.traced.pt");
  CHECK(model.module(module_at(model, "attention.out_proj")).type ==
        "torch.nn.modules.linear.NonDynamicallyQuantizableLinear");
  CHECK(model.module(module_at(model, "attention")).children ==
        std::vector<ModuleId>{module_at(model, "attention.out_proj")});
  CHECK(calls_of(model, "attention.out_proj").empty());
  CHECK(calls_of(model, "attention").size() == 1);
}
