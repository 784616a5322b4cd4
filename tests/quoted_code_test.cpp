// SPDX-License-Identifier: Apache-2.0

// Tests the facts that the Python lines quoted in a program add to its graph.

#include "lib/exported/quoted_code.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include "lib/exported/exported.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/exported_program.hpp"

using namespace aimet;
using test::Node;
using test::program;

namespace {

constexpr const char* kRelu = "torch.nn.modules.activation.ReLU";

std::size_t calls_of(const Model& model, const std::string& path) {
  const auto is_it = [&](const Call& call) { return model.module(call.module).path == path; };
  return static_cast<std::size_t>(std::count_if(model.calls.begin(), model.calls.end(), is_it));
}

// A program with one op of the root, whose line is `line`, and modules i and j, which run no op.
Model of_line(const std::string& target, const std::string& line) {
  const std::string trace = R"(  File \"/u/m.py\", line 5, in forward\n    )" + line;
  return read_program(program({{target, "a", "L__self__,,m.Net", trace}}, {"i", "j"}), "");
}

// The kinds of ops on sizes.
std::vector<std::string> sizes_in(const std::string& target, const std::string& line) {
  const Model model = of_line(target, line);
  std::vector<std::string> kinds;
  for (const OpId id : model.ops.ids()) {
    if (model.liveness[id].from_shape && model.kind(id) != "aten::size") kinds.push_back(model.kind(id));
  }
  return kinds;
}

}  // namespace

TEST_CASE("a line shows which modules it called though they ran no op") {
  const auto calls = [](const std::string& line) { return calls_of(of_line("relu.default", line), "i"); };
  CHECK(calls("return self.i(torch.relu(self.i(x)))") == 2);
  CHECK(calls("def forward(self, x): return self.i(torch.relu(x))") == 1);
  CHECK(calls("else: x = self.i(torch.relu(x))") == 1);
  CHECK(calls("x = self.j(torch.relu(x)) if self.i(c) else x") == 1);  // the condition was evaluated
  CHECK(calls("if self.i(torch.relu(x)) is None: x = self.i(x)") == 1);
  CHECK(calls("x = self.i(x) if self.c else torch.relu(x)") == 0);
  CHECK(calls("x = torch.relu(x) or self.i(x)") == 0);
  CHECK(calls("f = [torch.relu(x), lambda y: self.i(y)]") == 0);
  CHECK(calls("x = [torch.relu(self.i(y)) for y in x]") == 0);
  CHECK(calls("x = self.i(torch.relu(") == 0);  // an incomplete statement
  CHECK(calls("x = other.i(torch.relu(x))") == 0);
  CHECK(calls("x = self.i.p(torch.relu(x))") == 0);
}

TEST_CASE("a line in a loop called a module once for each time that it ran") {
  const std::string trace = R"(  File \"/u/m.py\", line 5, in forward\n    x = x + self.i(x))";
  const Node one{"add.Tensor", "a", "L__self__,,m.Net", trace};
  const Node two{"add.Tensor", "b", "L__self__,,m.Net", trace};
  CHECK(calls_of(read_program(program({one, two}, {"i"}), ""), "i") == 2);
}

TEST_CASE("a module that ran an op is not called by a line too") {
  const std::string trace = R"(  File \"/u/m.py\", line 5, in forward\n    x = self.i(self.j(x)))";
  const Model model = read_program(
      program({{"relu.default", "a", std::string("L__self__,,m.Net;L__self__i,i,") + kRelu, trace}}, {"i", "j"}), "");
  CHECK(calls_of(model, "i") == 1);
  CHECK(calls_of(model, "j") == 1);
}

TEST_CASE("lines of a file of PyTorch, and lines without a forward of the module, say nothing") {
  const auto calls = [](const std::string& frame) {
    return calls_of(read_program(program({{"relu.default", "a", "L__self__,,m.Net", frame}}, {"i"}), ""), "i");
  };
  CHECK(calls(R"(  File \"/u/m.py\", line 5, in forward\n    self.i(x))") == 1);
  CHECK(calls(R"(  File \"/u/dist-packages/torch/x.py\", line 5, in forward\n    self.i(x))") == 0);
  CHECK(calls(R"(  File \"/u/m.py\", line 5, in helper\n    self.i(x))") == 0);
}

TEST_CASE("a line shows the arithmetic on sizes that an export folds") {
  using Kinds = std::vector<std::string>;
  const auto view = [](const std::string& line) { return sizes_in("view.default", line); };
  CHECK(view("x.view(x.size(0), x.shape[1] // 2, -1)") == Kinds{"aten::floordiv"});
  CHECK(view("b, c = x.shape; x = x.view(b, self.g, c // self.g)") == Kinds{"aten::floordiv"});
  CHECK(view("n = x.size(0) * 2; n += 1; m = n - 1; x = x.view(n)") == Kinds{"aten::mul", "aten::add"});  // m is unused
  CHECK(view("x.view((-x.size(0), x.shape[1] % 4))") == Kinds{"aten::neg", "aten::remainder"});
  CHECK(view("x.view(b, c // 2)").empty());  // c may be any number
  CHECK(view("x.view(int(x.size(0) * 2), int(x.size(1)) * 2)").empty());
  CHECK(view("x.view(x.shape[:-1] + (2, 4))").empty());
  CHECK(view("x.view(self.size(0) * 2, self.shape[0] * 2)").empty());
  CHECK(view("f(x.size(0) * 2); x.view(-1)").empty());
  CHECK(view("math.view(x.size(0) * 2)").empty());
  CHECK(view("n = x.size(0) * 2; n = 3; x.view(n)").empty());
  CHECK(sizes_in("split.Tensor", "torch.split(x, x.size(1) // 2)").empty());  // Tensor.split converts it to int
  CHECK(sizes_in("slice.Tensor", "return x[:, : x.size(1) // 2]") == Kinds{"aten::floordiv"});
  CHECK(sizes_in("div.Tensor", "return x / (x.size(2) * x.size(3))") == Kinds{"aten::mul"});
  CHECK(sizes_in("div.Tensor", "return x / x.size(2)").empty());
  CHECK(sizes_in("pad.default", "F.pad(x, (0, 4 - x.size(3), 0, s - x.size(2)))") == Kinds{"aten::sub", "aten::sub"});
  CHECK(sizes_in("upsample_bilinear2d.vec", "F.interpolate(x, size=(x.size(2) * 2, 8))") == Kinds{"aten::mul"});
  CHECK(sizes_in("mul.Tensor", "y = x * x.size(0) * y").empty());  // unclear which product is of tensors
}

TEST_CASE("arithmetic on sizes counts as often as the op that takes it ran") {
  const std::string trace = R"(  File \"/u/m.py\", line 5, in forward\n    q = (f(x).view(x.size(0) * 2) for f in l))";
  const Node one{"view.default", "a", "L__self__,,m.Net", trace};
  const Node two{"view.default", "b", "L__self__,,m.Net", trace};
  const Model model = read_program(program({one, two}, {}), "");
  CHECK(std::count_if(model.ops.begin(), model.ops.end(),
                      [&](const Op& op) { return model.symbols[op.kind] == "aten::mul"; }) == 2);
}
