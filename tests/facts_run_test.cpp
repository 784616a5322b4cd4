// SPDX-License-Identifier: Apache-2.0

// Tests which code ran, how often and with which shapes, and what a static run assumes.

#include "lib/model/error.hpp"
#include "lib/report/names.hpp"
#include "tests/support/analyze_file.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/model_facts.hpp"

using namespace aimet;
using namespace aimet::test;

namespace {

std::string kind_of_error(const std::string& name, const AnalyzeOptions& options) {
  try {
    analyze_file(name, options);
  } catch (const RunError& error) {
    return std::string(name_of(error.kind())) + ": " + error.what();
  }
  return "";
}

constexpr const char* kPositive = R"({"inputs": [{"shape": [2, 8], "fill": "ones"}]})";
constexpr const char* kBoth = R"({"samples": [
  {"inputs": [{"shape": [2, 8], "fill": "ones"}]},
  {"inputs": [{"shape": [5, 8], "fill": {"constant": -1}}]}]})";

}  // namespace

TEST_CASE("a call in a loop is one call site that ran as often as the loop") {
  const Model model = run_file("called_in_loop.scripted.pt");
  const std::vector<CallId> calls = calls_of(model, "fc");
  REQUIRE(calls.size() == 1);
  CHECK(runs(model, model.call(calls[0]).block) == 3);
  CHECK(runs_of(model, ops_of(model, "aten::linear").at(0)) == 3);
  CHECK(runs(model, kRootBlock) == 1);
}

TEST_CASE("what did not run does not count") {
  const Model model = run_file("control_flow.scripted.pt");
  CHECK(calls_that_ran(model) == Strings{"then_fc.forward", "loop_fc.forward"});
  CHECK_FALSE(liveness(model, ops_of(model, "aten::tanh").at(0)).executed);
  CHECK_FALSE(liveness(model, ops_of(model, "aten::tanh").at(0)).live);
  CHECK(liveness(model, kept_ops_of(model, "aten::relu").at(0)).executed);
}

TEST_CASE("an argument of the sample decides the branch and the number of rounds") {
  const Model model =
      run_file("control_flow.scripted.pt", R"({"inputs": [{"shape": [2, 8]}, {"value": false}, {"value": 5}]})");
  CHECK(calls_that_ran(model) == Strings{"else_fc.forward", "loop_fc.forward"});
  CHECK(runs(model, model.call(calls_of(model, "loop_fc").at(0)).block) == 5);
}

TEST_CASE("a loop of no rounds ran nothing") {
  const Model model =
      run_file("control_flow.scripted.pt", R"({"inputs": [{"shape": [2, 8]}, {"value": true}, {"value": 0}]})");
  CHECK(calls_that_ran(model) == Strings{"then_fc.forward"});
}

TEST_CASE("of a branch on data one sample shows one branch, and two samples are joined to show both") {
  CHECK(calls_that_ran(run_file("data_dependent_branch.scripted.pt", kPositive)).size() == 1);
  const Model model = run_file("data_dependent_branch.scripted.pt", kBoth);
  CHECK(model.samples == 2);
  REQUIRE(model.block_runs.size() == 2);
  CHECK(model.block_runs[0] != model.block_runs[1]);
  CHECK(calls_that_ran(model) == Strings{"positive.forward", "negative.forward"});
  for (const OpId linear : ops_of(model, "aten::linear")) CHECK(liveness(model, linear).live);
}

TEST_CASE("a static run counts both branches of a branch that constants do not decide") {
  const Model model = read_file("data_dependent_branch.scripted.pt");
  CHECK(model.mode == Mode::static_run);
  CHECK(model.samples == 0);
  CHECK_FALSE(model.static_reason.empty());
  CHECK(calls_that_ran(model) == Strings{"positive.forward", "negative.forward"});
}

TEST_CASE("a static run counts a loop once, however often it would run") {
  const Model model = read_file("called_in_loop.scripted.pt");
  CHECK(runs(model, model.call(calls_of(model, "fc").at(0)).block) == 1);
}

TEST_CASE("without inputs given or stored nothing is executed, and the reason says so") {
  const Model model = analyze_file("reused_nodes.traced.pt");
  CHECK(model.mode == Mode::static_run);
  CHECK_THAT(model.static_reason, ContainsSubstring("no sample inputs"));
}

TEST_CASE("the inputs that PyTorch 2 stores in every trace, without their data, are run when none are given") {
  for (const std::string version : {"2.6", "2.14"}) {
    CAPTURE(version);
    const std::string file = "from/" + version + "/with_inputs.traced.pt";
    const Model model = analyze_file(file);
    CHECK(model.mode == Mode::observed);
    CHECK(model.samples == 1);
    CHECK(seen(model, model.inputs.at(0)) == std::vector<Tensor>{{"float32", {1, 3, 8, 8}}});
    CHECK(read_file(file).mode == Mode::static_run);
  }
}

TEST_CASE("every tensor of a run has its dtype and its shapes") {
  for (const std::string kind : {"scripted", "traced"}) {
    CAPTURE(kind);
    const Model model = run_file("reused_nodes." + kind + ".pt");
    CHECK(seen(model, model.inputs.at(0)) == std::vector<Tensor>{{"float32", {1, 3, 8, 8}}});
    CHECK(outputs_seen(model, ops_of(model, "aten::view").at(0)) == std::vector<Tensor>{{"float32", {1, 288}}});
    CHECK(seen(model, model.outputs.at(0)) == std::vector<Tensor>{{"float32", {1, 10}}});
  }
  const Model ids = run_file("shared_parameter.scripted.pt");
  CHECK(seen(ids, ids.inputs.at(0)) == std::vector<Tensor>{{"int64", {2, 3}}});
}

TEST_CASE("shapes of several samples are joined, each once, in the order in which they came") {
  const Model model = run_file("shared_class.scripted.pt", kBoth);
  CHECK(outputs_seen(model, ops_of(model, "aten::tanh").at(0)) ==
        std::vector<Tensor>{{"float32", {2, 8}}, {"float32", {5, 8}}});
}

TEST_CASE("at most four shapes of one value are kept") {
  std::string samples;
  for (int rows = 1; rows <= 6; ++rows)
    samples += (rows > 1 ? ", " : "") + ("{\"inputs\": [{\"shape\": [" + std::to_string(rows)) + ", 8]}]}";
  const Model model = run_file("shared_class.traced.pt", "{\"samples\": [" + samples + "]}");
  CHECK(model.samples == 6);
  CHECK(outputs_seen(model, ops_of(model, "aten::tanh").at(0)).size() == 4);
}

TEST_CASE("a value that was never made has no shape") {
  const Model model = run_file("control_flow.scripted.pt");
  CHECK(outputs_seen(model, ops_of(model, "aten::tanh").at(0)).empty());
  CHECK(outputs_seen(read_file("reused_nodes.traced.pt"), OpId(0)).empty());
}

TEST_CASE("more ops than the bound are an error of kind limit") {
  AnalyzeOptions options;
  options.max_ops = 10;
  CHECK_THAT(kind_of_error("reused_nodes.scripted.pt", options), ContainsSubstring("limit: it has more than 10 ops"));
  options.max_ops = 1000;
  CHECK(kind_of_error("reused_nodes.scripted.pt", options).empty());
}

TEST_CASE("methods that call each other twice, forty deep, end at the bound and not in a hang") {
  AnalyzeOptions options;
  options.max_ops = 100'000;
  CHECK_THAT(kind_of_error("refused/call_explosion.pt", options), ContainsSubstring("limit: "));
}

TEST_CASE("a model that fails while it runs says so in its own words, with the user's line and what it was fed") {
  AnalyzeOptions options;
  options.inputs = parse_input_spec(R"({"inputs": [{"shape": [2, 8]}]})", "spec");
  const std::string error = kind_of_error("raises.scripted.pt", options);
  CHECK_THAT(error, ContainsSubstring("run-failed: "));
  CHECK_THAT(error, ContainsSubstring("mat1 and mat2 shapes cannot be multiplied"));
  const int line = line_of(text_of(AIMET_TESTDATA "/models.py"), "class Raises(", "return self.fc(x)");
  CHECK_THAT(error, ContainsSubstring("(File \"testdata/models.py\", line " + std::to_string(line) + ")"));
  CHECK_THAT(error, ContainsSubstring("[2, 8]"));
}

TEST_CASE("a failure inside a branch or after one has the line of the call that failed, also in a trace") {
  AnalyzeOptions options;
  options.inputs = parse_input_spec(R"({"inputs": [{"shape": [2, 5]}, {"value": false}]})", "spec");
  const std::string text = text_of(AIMET_TESTDATA "/models.py");
  const int inside = line_of(text, "class ControlFlow(", "torch.tanh(self.else_fc(x))");
  CHECK_THAT(kind_of_error("control_flow.scripted.pt", options),
             ContainsSubstring("models.py\", line " + std::to_string(inside) + ")"));
  options.inputs = parse_input_spec(R"({"inputs": [{"shape": [1, 3, 16, 16]}]})", "spec");
  const int last = line_of(text, "class ReusedNodesRepaired(", "return self.fc(x)");
  for (const std::string kind : {"scripted", "traced"}) {
    CAPTURE(kind);
    CHECK_THAT(kind_of_error("reused_nodes_repaired." + kind + ".pt", options),
               ContainsSubstring("models.py\", line " + std::to_string(last)));
  }
}
