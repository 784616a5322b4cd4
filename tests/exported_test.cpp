// SPDX-License-Identifier: Apache-2.0

// Tests the parts of lib/exported on texts in this file.

#include <algorithm>
#include <string>
#include <vector>

#include "lib/exported/exported.hpp"
#include "lib/exported/frames.hpp"
#include "lib/exported/json_document.hpp"
#include "lib/exported/op_names.hpp"
#include "lib/exported/stack_trace.hpp"
#include "lib/exported/tree_spec.hpp"
#include "lib/model/error.hpp"
#include "lib/model/op_schemas.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/exported_program.hpp"

using namespace aimet;
using test::Node;
using test::program;

namespace {

std::vector<std::string> paths(const ModuleStack& stack) {
  std::vector<std::string> result;
  for (const Frame& frame : stack.frames) result.push_back(frame.path);
  return result;
}

using Strings = std::vector<std::string>;

const Module& module(const Model& model, const std::string& path) {
  for (const Module& module : model.modules) {
    if (module.path == path) return module;
  }
  FAIL("no module " << path);
  return model.modules.front();
}

constexpr const char* kRelu = "torch.nn.modules.activation.ReLU";

}  // namespace

TEST_CASE("what is not JSON in PyTorch 2.6 is read as null, in texts it stays") {
  CHECK(without_bare_numbers(R"([Infinity, -Infinity, NaN, -1, "NaN \" Infinity"])") ==
        R"([null, null, null, -1, "NaN \" Infinity"])");
  const JsonDocument document = JsonDocument::parse(R"({"a": -Infinity, "b": [1, 2.5, true, "x"], "b2": null})", "it");
  CHECK(document.root()["a"].is_null());
  CHECK(document.root()["b"].first().integer() == 1);
  CHECK(document.root()["b"].first().next().number() == 2.5);
  CHECK(document.root()["b"].first().next().next().is_true());
  CHECK(document.root()["nothing"]["below"].is_null());
}

TEST_CASE("of a name that is there twice the last counts, and a history of nodes is not kept") {
  const JsonDocument document = JsonDocument::parse(R"({"a": 1, "from_node": [[{"a": 3}]], "a": 2, "c": 4})", "it");
  CHECK(document.root()["a"].integer() == 2);
  CHECK(document.root()["from_node"].is_null());
  CHECK(document.root()["c"].integer() == 4);
}

TEST_CASE("damaged and endlessly nested JSON is refused in one sentence") {
  CHECK_THROWS_AS(JsonDocument::parse("{\"a\": ", "it"), RunError);
  CHECK_THROWS_AS(JsonDocument::parse(std::string(100'000, '['), "it"), RunError);
}

TEST_CASE("the ops of an autograd.Function are the one op that a tracer records, at the line of the call") {
  const std::string stack = "L__self__,,m.Net;L__self__s,s,m.Swish";
  const std::string trace =
      R"(File \"/a/net.py\", line 9, in forward\n    return Fn.apply(x)\n  File \"/a/net.py\", line 4, in forward\n)"
      R"(    return i * torch.sigmoid(i))";
  const Model model = read_program(
      program(
          {{"sigmoid.default", "y", stack, trace}, {"neg.default", "z", stack, trace}, {"relu.default", "r", stack}},
          {"s"}),
      "");
  REQUIRE(model.ops.size() == 2);
  CHECK(model.kind(OpId(0)) == "prim::PythonOp");
  REQUIRE(model.ops[OpId(0)].source != kNone);
  CHECK(model.sources[model.ops[OpId(0)].source].front().line == 9);
  CHECK(model.kind(OpId(1)) == "aten::relu");
}

TEST_CASE("DataParallel has the two ops of its record_function, which an export leaves out") {
  const std::string type = "torch.nn.parallel.data_parallel.DataParallel";
  const std::string stack = "L__self__,,m.Net;L__self__net,net," + type + ";L__self__net.module,net.module," + kRelu;
  const Model model = read_program(program({{"relu.default", "y", stack}}, {"net", "net.module"}), "");
  std::vector<std::string> live;
  for (const OpId id : model.ops.ids())
    if (model.liveness[id].live) live.push_back(model.kind(id));
  std::sort(live.begin(), live.end());
  CHECK(live ==
        std::vector<std::string>{"aten::relu", "profiler::_record_function_enter", "profiler::_record_function_exit"});
}

TEST_CASE("a module path with an empty name in it is damage") {
  for (const char* path : {".", ".a", "a.", "a..b"}) {
    INFO(path);
    const std::string stack = "L__self__,,m.Net;L__self___a," + std::string(path) + "," + kRelu;
    CHECK_THROWS_AS(read_program(program({{"relu.default", "y", stack}}, {path}), ""), RunError);
  }
}

TEST_CASE("the stack of modules of a non-strict export") {
  const Paths known = {"", "b", "b.0", "r", "e@1", "d.a;b", "d.c,d"};
  const ModuleStack stack = parse_module_stack(
      "L__self__,,m.Net;L__self__b@1,b,torch.nn.modules.container.Sequential;L__self__b.0@1,b.0,m.Leaf", known);
  CHECK(stack.root_type == "m.Net");
  CHECK(paths(stack) == Strings{"b", "b.0"});
  CHECK(stack.frames[1].type == "m.Leaf");
  CHECK(stack.frames[1].key == "L__self__b.0@1");
  CHECK(stack.frames[1].object.empty());
  CHECK(paths(parse_module_stack("L__self__,,m.Net;L__self__e@1,e@1,m.E", known)) == Strings{"e@1"});
  CHECK(paths(parse_module_stack("L__self__,,m.Net;L__self__d.a;b,d.a;b,m.E", known)) == Strings{"d.a;b"});
  CHECK(paths(parse_module_stack("L__self__,,m.Net;L__self__d.c,d,d.c,d,m.E", known)) == Strings{"d.c,d"});
}

TEST_CASE("the stack of modules of a strict export") {
  const Paths known = {"", "b.0", "s", "s.1", "l"};
  const ModuleStack named = parse_module_stack("L__self__,,m.Net;L__self___b_0@1,b.0,m.Leaf", known);
  CHECK(named.frames.at(0).object == "L__self___b_0");
  const ModuleStack numbered = parse_module_stack("L__self__,,m.Net;1398@2,b.0,m.Leaf", known);
  CHECK(numbered.frames.at(0).object == "1398");
  const ModuleStack slice = parse_module_stack(
      "L__self__,,m.Net;14,s.slice(1, None, None),m.S;sub1,s.slice(1, None, None)._modules.1,m.T", known);
  CHECK(paths(slice) == Strings{"s", "s.1"});
  CHECK(slice.frames[1].object.empty());
  CHECK(paths(parse_module_stack("L__self__,,m.Net;7,_export_root,m.Net;8,_export_root.l,m.L", known)) == Strings{"l"});
  CHECK(paths(parse_module_stack("L__self__,,m.Net;L['s'].l,L['s'].l,m.L", known)) == Strings{"l"});
  CHECK(paths(parse_module_stack("L__self__,,m.Net;L__self___l,l,m.P;L__self___l@1,l,m.P", known)) == Strings{"l"});
}

TEST_CASE("a stack of modules of a megabyte takes no time that grows with its square") {
  std::string parts;
  for (int i = 0; i < 50'000; ++i) parts += "._modules.slice()";
  CHECK(paths(parse_module_stack("L__self__,,m.Net;k,a" + parts + ",m.E", {})) == Strings{"a"});
  const std::string commas(1'000'000, ',');
  CHECK(paths(parse_module_stack("k,a" + commas + "m.E", {})).size() == 1);
}

TEST_CASE("Python's stack becomes lines, innermost first") {
  const auto frames = parse_stack_trace(
      "File \"/a/net.py\", line 12, in forward\n    return self.r(x)\n           ~~~~~~^^^\n"
      "  File \"/usr/lib/python3/dist-packages/torch/nn/modules/activation.py\", line 1, in forward\n    return "
      "F.relu(x)");
  REQUIRE(frames.size() == 2);
  CHECK(frames[0].file == "/usr/lib/python3/dist-packages/torch/nn/modules/activation.py");
  CHECK(frames[1] == SourceLocation{"/a/net.py", 12, 0, "return self.r(x)", "forward"});
  CHECK(parse_stack_trace("no stack\n at all").empty());
}

TEST_CASE("targets and functions of Python have the names of ops") {
  CHECK(kind_of_target("torch.ops.aten.add_.Tensor") == "aten::add_");
  CHECK(kind_of_target("torch.ops.torchvision.nms.default") == "torchvision::nms");
  CHECK(kind_of_target("_operator.mul") == "python::_operator.mul");
  CHECK(kind_of_target("torch.ops.prim.If.default") == "python::torch.ops.prim.If.default");
  CHECK(kind_of_function("hardswish_1;function.hardswish") == "aten::hardswish");
  CHECK(kind_of_function("__getitem___2;wrapper_descriptor.__getitem__") == "aten::slice");
  CHECK(kind_of_function("tensor_1;builtin_function_or_method.tensor") == "python::tensor");
  CHECK(kind_of_function("").empty());
  CHECK(kind_of_function("sym_size.int_0;OpOverload.sym_size.int").empty());
}

TEST_CASE("the shape of arguments") {
  const auto spec = parse_tree_spec(
      R"([1, {"type": "builtins.dict", "context": "[\"a\", 3]", "children_spec": [{"type": null, "context": null,
       "children_spec": []}, {"type": "m.Pair", "context": "x", "children_spec": [{"type": null}, {"type": null}]}]}])");
  REQUIRE(spec.has_value());
  CHECK(spec->keys == Strings{"a", "3"});
  CHECK(spec->children[1].kind == TreeSpec::Kind::other);
  CHECK(count_leaves(*spec) == 3);
  CHECK(!parse_tree_spec("[2, null]").has_value());
  CHECK(!parse_tree_spec("nonsense").has_value());
}

TEST_CASE("each call of a module is a call, ops stand in the module that runs them") {
  const Model model =
      read_program(program({{"relu.default", "relu", "L__self__,,m.Net;L__self__r,r," + std::string(kRelu)},
                            {"neg.default", "neg", "L__self__,,m.Net"},
                            {"relu.default", "relu_1", "L__self__,,m.Net;L__self__r@1,r," + std::string(kRelu)}},
                           {"r"}),
                   "");
  CHECK(model.form == SourceForm::exported);
  REQUIRE(model.calls.size() == 3);
  CHECK(model.module(model.calls[CallId(1)].module).path == "r");
  CHECK(model.calls[CallId(1)].ops.count == 1);
  CHECK(model.calls[kRootCall].ops.count == 3);
  CHECK(module(model, "r").origin == ClassOrigin::torch_nn);
  CHECK(model.liveness.at(1).live);
}

TEST_CASE("only a strict export shows that two names are one object") {
  const std::string relu = std::string(",") + kRelu;
  const auto objects = [&](const std::string& first, const std::string& second) {
    const Model model =
        read_program(program({{"relu.default", "relu", "L__self__,,m.Net;" + first + ",first" + relu},
                              {"relu.default", "relu_1", "L__self__,,m.Net;" + second + ",second" + relu}},
                             {"first", "second"}),
                     "");
    return module(model, "first").object == module(model, "second").object;
  };
  CHECK(objects("L__self___second", "L__self___second"));
  CHECK(objects("1234", "1234@1"));
  CHECK(!objects("L__self__first", "L__self__second"));
  CHECK(!objects("L__self___first", "L__self___second"));
}

TEST_CASE("ops that nothing needs are dead, as a tracer leaves them out") {
  std::string text =
      program({{"neg.default", "neg", "L__self__,,m.Net"}, {"relu.default", "relu", "L__self__,,m.Net"}}, {});
  const std::string last = R"("output_specs":[{"user_output":{"arg":{"as_tensor":{"name":"relu"}}}}])";
  const std::size_t at = text.find(last);
  REQUIRE(at != std::string::npos);
  text.replace(at, last.size(), R"("output_specs":[{"user_output":{"arg":{"as_tensor":{"name":"neg"}}}}])");
  const Model model = read_program(text, "");
  CHECK(model.liveness.at(0).live);
  CHECK(!model.liveness.at(1).live);
}

TEST_CASE("what an op writes into and returns a view of is PyTorch's, by name") {
  const auto schema_of = [](const std::string& target) {
    const Model model = read_program(program({{target, "y", "L__self__,,m.Net"}}, {}), "");
    return model.schemas.at(static_cast<std::size_t>(model.ops.at(0).schema));
  };
  CHECK(schema_of("neg.default").aliases.empty());
  CHECK(schema_of("neg.default").writes.empty());
  CHECK(schema_of("ravel.default").aliases.size() == 1);
  CHECK(schema_of("unsafe_chunk.default").aliases.size() == 1);
  CHECK(schema_of("add_.Tensor").writes == std::vector<std::int32_t>{0});
  CHECK(schema_of("dropout.default").may_return_input);
  // For an operator that no known PyTorch has, the schema is derived from the name alone.
  CHECK(schema_of("brand_new_.default").writes == std::vector<std::int32_t>{0});
  CHECK(schema_of("brand_new.default").aliases.size() == 1);
}

TEST_CASE("the table of operators is sorted and has what is asked for") {
  const auto& table = known_operators();
  CHECK(std::is_sorted(table.begin(), table.end(), [](const auto& a, const auto& b) { return a.name < b.name; }));
  REQUIRE(find_operator("aten::index_put_") != nullptr);
  CHECK(find_operator("aten::index_put_")->written == "self");
  CHECK(find_operator("aten::brand_new") == nullptr);
}

TEST_CASE("without a stack on any op the modules are lost") {
  CHECK(read_program(program({{"relu.default", "relu", ""}}, {}), "").modules_lost == false);
  std::string text = program({{"relu.default", "relu", ""}}, {});
  const std::string stack = R"("nn_module_stack":"",)";
  text.erase(text.find(stack), stack.size());
  CHECK(read_program(text, "").modules_lost);
}

TEST_CASE("more ops than are allowed are a limit") {
  ExportedOptions options;
  options.max_ops = 1;
  const std::string text = program({{"neg.default", "a", ""}, {"neg.default", "b", ""}}, {});
  CHECK_THROWS_AS(read_program(text, "", options), RunError);
}
