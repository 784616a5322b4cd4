// SPDX-License-Identifier: Apache-2.0

// Tests the data flow: constants that decide a branch, results that are used, and numbers that come from a size.

#include "tests/support/analyze_file.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/model_facts.hpp"

using namespace aimet;
using namespace aimet::test;

TEST_CASE("self.training decides its branch without a run, also in a file saved in training mode") {
  for (const std::string file : {"trained.scripted.pt", "trained.training.scripted.pt"}) {
    CAPTURE(file);
    const Model model = read_file(file);
    const std::vector<OpId> count_batches = ops_of(model, "aten::add_");
    REQUIRE(count_batches.size() == 1);
    CHECK_FALSE(liveness(model, count_batches[0]).executed);
  }
}

TEST_CASE("`is None` is decided by a default that is None, and by a tensor that cannot be") {
  const Model functions = read_file("free_functions.scripted.pt");  // softmax(..., _stacklevel=3, dtype=None)
  CHECK(ops_of(functions, "aten::softmax").size() == 2);
  CHECK(kept_ops_of(functions, "aten::softmax").size() == 1);
  for (const OpId warning : ops_of(functions, "aten::warn")) CHECK_FALSE(liveness(functions, warning).executed);
}

TEST_CASE("an optional argument that may be None leaves both branches of `is None` in a static run") {
  const Model model = read_file("many_inputs.scripted.pt");
  CHECK(kept_ops_of(model, "aten::mul").size() == 2);
  CHECK(kept_ops_of(run_file("many_inputs.scripted.pt"), "aten::mul").size() == 1);
}

TEST_CASE("inplace=True decides between relu_ and relu") {
  const Model in_place = read_file("reused_nodes.scripted.pt");
  CHECK(kept_ops_of(in_place, "aten::relu_").size() == 2);
  CHECK(kept_ops_of(in_place, "aten::relu").empty());
  const Model plain = read_file("nested_sequential.scripted.pt");
  CHECK(kept_ops_of(plain, "aten::relu_").empty());
  CHECK(kept_ops_of(plain, "aten::relu").size() == 1);
}

TEST_CASE("a branch that only raises is not entered in a static run") {
  const Model model = read_file("ops_without_outputs.scripted.pt");
  for (const OpId raise : ops_of(model, "prim::RaiseException")) CHECK_FALSE(liveness(model, raise).executed);
  for (const OpId text : ops_of(model, "aten::format")) CHECK_FALSE(liveness(model, text).executed);
}

TEST_CASE("an op whose result only steers an If ran, and is not part of the result") {
  const Model model = run_file("data_dependent_branch.scripted.pt");
  for (const char* kind : {"aten::sum", "aten::gt", "aten::Bool"}) {
    CAPTURE(kind);
    const OpId op = ops_of(model, kind).at(0);
    CHECK(liveness(model, op).executed);
    CHECK_FALSE(liveness(model, op).live);
  }
  CHECK(kept_ops_of(model, "aten::linear").size() == 1);
}

TEST_CASE("a value that is written into a dict and read from it again is part of the result") {
  const Model model = run_file("ops_without_outputs.scripted.pt");
  CHECK(kept_ops_of(model, "aten::relu").size() == 1);
  CHECK(kept_ops_of(model, "aten::_set_item").size() == 1);
  CHECK(kept_ops_of(model, "prim::Print").empty());
}

TEST_CASE("an op that writes its input is kept where what it wrote is used") {
  const Model model = run_file("small_resnet.scripted.pt");  // out += identity
  CHECK(paths_of(model, kept_ops_of(model, "aten::add_")) == Strings{"layer1.0", "layer1.1", "layer2.0", "layer2.1"});
}

TEST_CASE("values that a loop carries are part of the result") {
  const Model model = run_file("called_in_loop.scripted.pt");
  CHECK(liveness(model, ops_of(model, "prim::Loop").at(0)).live);
  CHECK(kept_ops_of(model, "aten::linear").size() == 1);
}

TEST_CASE("a number that comes from a size is marked, a number from elsewhere is not") {
  const Model model = run_file("reused_nodes.scripted.pt");
  CHECK(liveness(model, ops_of(model, "aten::size").at(0)).from_shape);
  const Model given = run_file("many_inputs.scripted.pt");
  for (const OpId op : ops_of(given, "prim::ListConstruct")) CHECK_FALSE(liveness(given, op).from_shape);
}

TEST_CASE("in a trace everything that ran is kept: the tracer has dropped what is dead") {
  for (const std::string name : {"reused_nodes", "attention", "dict_io", "free_functions"}) {
    CAPTURE(name);
    const Model model = run_file(name + ".traced.pt");
    for (const OpLiveness& of : model.liveness) CHECK((of.executed && of.live));
  }
}
