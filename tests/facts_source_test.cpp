// SPDX-License-Identifier: Apache-2.0

// Tests the lines of the user's Python that ops and calls come from. The tests look the lines up in testdata/models.py,
// so that an edit there breaks no test; but after an edit, the model files must be made again.

#include "lib/model/source_lines.hpp"
#include "tests/support/analyze_file.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/model_facts.hpp"

using namespace aimet;
using namespace aimet::test;

namespace {

constexpr const char* kModels = "testdata/models.py";

int line_in(const std::string& definition, const std::string& part) {
  static const std::string text = text_of(AIMET_TESTDATA "/models.py");
  return line_of(text, definition, part);
}

std::vector<int> lines_of(const Model& model, const std::vector<OpId>& ops) {
  std::vector<int> lines;
  for (const OpId op : ops) {
    const std::vector<SourceLocation> found = user_lines(model, op);
    lines.push_back(found.empty() || found.front().file != kModels ? 0 : found.front().line);
  }
  return lines;
}

std::vector<int> call_lines(const Model& model, const std::string& path) {
  std::vector<int> lines;
  for (const CallId call : calls_of(model, path)) {
    const std::vector<SourceLocation> found = call_site(model, call);
    lines.push_back(found.empty() || found.front().file != kModels ? 0 : found.front().line);
  }
  return lines;
}

// The frames of the op, without those in testdata/make.py, which may have changed since it made the file.
Strings frames(const Model& model, OpId op) {
  Strings texts;
  if (model.op(op).source == kNone) return texts;
  for (const SourceLocation& at : model.sources[model.op(op).source]) {
    if (at.file == "testdata/make.py") continue;
    texts.push_back(at.file + ':' + std::to_string(at.line) + ':' + std::to_string(at.column) + ' ' + at.text +
                    at.function);
  }
  return texts;
}

}  // namespace

TEST_CASE("an operator and a tensor method have the line that they stand in") {
  for (const std::string kind : {"scripted", "traced"}) {
    CAPTURE(kind);
    const Model model = run_file("functional_linear." + kind + ".pt");
    CHECK(lines_of(model, ops_of(model, "aten::view")) ==
          std::vector<int>{line_in("class FunctionalLinear(", "x.view(x.size(0), -1)")});
    const Model scale = run_file("shared_class." + kind + ".pt");
    const int line = line_in("class Scale(", "return torch.tanh(x)");
    CHECK(lines_of(scale, ops_of(scale, "aten::mul")) == std::vector<int>{line, line, line, line});
  }
}

TEST_CASE("a function of torch.nn.functional has the line of its call, not PyTorch's own") {
  for (const std::string kind : {"scripted", "traced"}) {
    CAPTURE(kind);
    const Model model = run_file("control_flow." + kind + ".pt");
    CHECK(lines_of(model, kept_ops_of(model, "aten::relu")) ==
          std::vector<int>{line_in("class ControlFlow(", "F.relu(self.then_fc(x))")});
    CHECK(lines_of(model, kept_ops_of(model, "aten::elu")).front() ==
          line_in("class ControlFlow(", "F.elu(self.loop_fc(x))"));
  }
}

TEST_CASE("an op in a function or a method of the user's own has the line in there") {
  for (const std::string kind : {"scripted", "traced"}) {
    CAPTURE(kind);
    const Model functions = run_file("free_functions." + kind + ".pt");
    const int half = line_in("def halve(", "return x / 2");
    CHECK(lines_of(functions, ops_of(functions, "aten::div")) == std::vector<int>{half, half});
    CHECK(lines_of(functions, kept_ops_of(functions, "aten::softmax")) ==
          std::vector<int>{line_in("def soften(", "F.softmax(")});
    const Model methods = run_file("other_methods." + kind + ".pt");
    CHECK(lines_of(methods, kept_ops_of(methods, "aten::elu")) ==
          std::vector<int>{line_in("class Encoder(", "F.elu(")});
    CHECK(lines_of(methods, ops_of(methods, "aten::sigmoid")) ==
          std::vector<int>{line_in("class OtherMethods(", "torch.sigmoid(")});
  }
}

TEST_CASE("an op inside a module of torch.nn has the line that calls the module") {
  for (const std::string kind : {"scripted", "traced"}) {
    CAPTURE(kind);
    const Model model = run_file("reused_nodes_repaired." + kind + ".pt");
    CHECK(lines_of(model, ops_of(model, "aten::batch_norm")) ==
          std::vector<int>{line_in("class ReusedNodesRepaired(", "x = self.bn1(x)")});
  }
}

TEST_CASE("each call of a module has the line that makes it") {
  for (const std::string kind : {"scripted", "traced"}) {
    CAPTURE(kind);
    const Model model = run_file("reused_nodes." + kind + ".pt");
    const int first = line_in("class ReusedNodes(", "x = self.relu1(x)");
    CHECK(call_lines(model, "relu1") == std::vector<int>{first, first + 2});
    const Model nested = run_file("nested_sequential." + kind + ".pt");
    const int net = line_in("class NestedSequential(", "return self.net(x)");
    CHECK(call_lines(nested, "net.1.1.0") == std::vector<int>{net});
    const Model resnet = run_file("small_resnet." + kind + ".pt");
    CHECK(call_lines(resnet, "layer2.0.relu") ==
          std::vector<int>{line_in("class BasicBlock(", "out = self.relu(self.bn1("),
                           line_in("class BasicBlock(", "return self.relu(out)")});
  }
}

TEST_CASE("a scripted file gives column and text, a trace the function") {
  const Model scripted = run_file("shared_class.scripted.pt");
  const SourceLocation tanh = user_lines(scripted, ops_of(scripted, "aten::tanh").at(0)).at(0);
  CHECK(tanh.text == "return torch.tanh(x) * self.factor");
  CHECK(tanh.column == 16);
  const Model traced = run_file("free_functions.traced.pt");
  const SourceLocation half = user_lines(traced, ops_of(traced, "aten::div").at(0)).at(0);
  CHECK(half.function == "halve");
  CHECK(half.column == 0);
}

TEST_CASE(
    "a trace keeps the whole Python stack, innermost first, and the user's frame is the first that is not PyTorch's") {
  const Model model = run_file("functional_linear_repaired.traced.pt");
  const Op& linear = model.op(ops_of(model, "aten::linear").at(0));
  REQUIRE(linear.source != kNone);
  const std::vector<SourceLocation>& stack = model.sources[linear.source];
  REQUIRE(stack.size() > 3);
  CHECK_THAT(stack.front().file, ContainsSubstring("torch/nn/modules/linear.py"));
  CHECK(stack.front().function == "forward");
  CHECK(lines_of(model, {ops_of(model, "aten::linear").at(0)}) ==
        std::vector<int>{line_in("class FunctionalLinearRepaired(", "return self.fc(x)")});
}

TEST_CASE("debug information in the form of before PyTorch 1.10 says the same") {
  for (const std::string kind : {"scripted", "traced"}) {
    CAPTURE(kind);
    const Model old = run_file("plain_debug." + kind + ".pt");
    const Model usual = run_file("functional_linear." + kind + ".pt");
    REQUIRE(old.ops.size() == usual.ops.size());
    for (std::size_t i = 0; i < usual.ops.size(); ++i) {
      const OpId op(i);
      CHECK(frames(old, op) == frames(usual, op));
    }
    CHECK_FALSE(usual.sources.empty());
    CHECK(old.sources.size() == usual.sources.size());
  }
}

TEST_CASE("a file without debug information has the same ops and modules, and no lines") {
  for (const std::string kind : {"scripted", "traced"}) {
    CAPTURE(kind);
    const Model stripped = run_file("stripped." + kind + ".pt");
    const Model whole = run_file("reused_nodes." + kind + ".pt");
    CHECK(stripped.sources.empty());
    CHECK(stripped.form == whole.form);
    CHECK(calls_that_ran(stripped) == calls_that_ran(whole));
    REQUIRE(stripped.ops.size() == whole.ops.size());
    for (std::size_t i = 0; i < whole.ops.size(); ++i) {
      const OpId op(i);
      CHECK(stripped.kind(op) == whole.kind(op));
      CHECK(path_of(stripped, op) == path_of(whole, op));
      CHECK(user_lines(stripped, op).empty());
    }
  }
}

TEST_CASE("a number on the left of an operator leaves the op its line, each its own") {
  const Model model = read_file("number_first.scripted.pt");
  std::vector<std::string> lines;
  for (const char* kind : {"aten::add", "aten::mul"}) {
    for (const OpId op : ops_of(model, kind)) {
      const auto found = user_lines(model, op);
      REQUIRE_FALSE(found.empty());
      lines.push_back(found.front().text);
    }
  }
  CHECK(lines == std::vector<std::string>{"y = 2 + y", "y = 2 + y", "return x.shape[0] + y", "y = 0.9 * y"});
}
