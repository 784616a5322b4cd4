#include <string>

#include "lib/edit/class_place.hpp"
#include "lib/edit/functional_call.hpp"
#include "lib/edit/imports.hpp"
#include "lib/edit/python_text.hpp"
#include "lib/edit/refusal.hpp"
#include "lib/edit/rewrite.hpp"
#include "tests/support/catch.hpp"

using namespace aimet;

namespace {

// The statement with each call of the functional replaced by self.m, m_2, ...; "refused: why"; "" if it has none.
std::string rewritten(const std::string& line, const Functional& functional) {
  const PythonText python = read_python(line + "\n");
  if (python.statements.size() != 1) return "unread";
  auto tree = parse_statement(python, python.statements[0]);
  if (!tree) return "unparsed";
  FileRewrite rewrite;
  StatementRewrite& statement = rewrite.statements[0];
  statement.tree = *tree;
  try {
    int number = 0;
    for (const FunctionalCall& call : find_functional(*tree, functional)) {
      const std::string name = "self.m" + (++number == 1 ? "" : "_" + std::to_string(number));
      if (call.is_assignment)
        statement.callee_of_assignment = name;
      else
        statement.nodes[call.node] = {name, call.arguments, false, ""};
    }
    if (number == 0) return "";
  } catch (const Refusal& refusal) {
    return "refused: " + refusal.why;
  }
  std::string text = apply(python, rewrite);
  text.pop_back();
  return text;
}

const Functional kAdd{"add", false, "aimet_torch.elementwise_ops.Add()"};
const Functional kAddInPlace{"add", true, "aimet_torch.elementwise_ops.Add()"};
const Functional kDiv{"div", false, "aimet_torch.elementwise_ops.Divide()"};
const Functional kCat{"cat", false, "aimet_torch.elementwise_ops.Concat(axis=1)"};
const Functional kRelu{"relu", false, "torch.nn.ReLU()"};
const Functional kDropout{"dropout", false, "torch.nn.Dropout()"};

}  // namespace

TEST_CASE("a functional becomes the call of a module") {
  struct Row {
    const char* before;
    Functional functional;
    const char* after;
  };
  const Row rows[] = {
      {"x = F.relu(self.conv(x), inplace=True)  # why", kRelu, "x = self.m(self.conv(x))  # why"},
      {"return torch.relu(x).relu()", kRelu, "return self.m_2(self.m(x))"},
      {"x = torch.nn.functional.relu(input=x)", kRelu, "x = self.m(x)"},
      {"y = a + b * c - d", kAdd, "y = self.m(a, b * c) - d"},
      {"y = (a + b).view(-1)", kAdd, "y = (self.m(a, b)).view(-1)"},
      {"y = torch.add(a, b)", kAdd, "y = self.m(a, b)"},
      {"y = 2 + x", kAdd, "y = self.m(2, x)"},
      {"y = -x ** 2 + z[i, ..., 1:]", kAdd, "y = self.m(-x ** 2, z[i, ..., 1:])"},
      {"out += self.down(x)", kAddInPlace, "out = self.m(out, self.down(x))"},
      {"x = a / b if c else d", kDiv, "x = self.m(a, b) if c else d"},
      {"y = torch.cat([a, *b], dim=1)", kCat, "y = self.m(a, *b)"},
      {"y = torch.cat(outputs, 1)", kCat, "y = self.m(*outputs)"},
      {"y, z = self.f(torch.cat((a, b), 1)), a", kCat, "y, z = self.f(self.m(a, b)), a"},
      {"x = F.dropout(x, 0.5, self.training)", kDropout, "x = self.m(x)"},
      {"assert x is not None, a + b", kAdd, "assert x is not None, self.m(a, b)"},
  };
  for (const Row& row : rows) {
    INFO(row.before);
    CHECK(rewritten(row.before, row.functional) == row.after);
  }
}

TEST_CASE("what a module would not do alike is refused") {
  CHECK(rewritten("x = torch.add(a, b, alpha=2)", kAdd) == "refused: it is called with alpha");
  CHECK(rewritten("x = 1 / x", kDiv) == "refused: its first operand is a number");
  CHECK(rewritten("x = F.dropout(x)", kDropout) == "refused: it drops in evaluation too, and the module would not");
  CHECK(rewritten("x = F.relu(x, self.inplace)", kRelu) == "refused: an argument of the call is no literal");
  CHECK(rewritten("x = F.relu(x, **options)", kRelu) == "refused: an argument of the call is no literal");
  CHECK(rewritten("self.x += y", kAddInPlace) == "refused: what is written into is not a plain local name");
  CHECK(rewritten("x.add_(y)", kAddInPlace) == "refused: it writes into its input");
  CHECK(rewritten("x = self.relu(x)", kRelu).empty());
  CHECK(rewritten("x = [F.relu(y) for y in x]", kRelu) == "unparsed");
  CHECK(rewritten("f = lambda x: F.relu(x)", kRelu) == "unparsed");
  CHECK(rewritten("if (y := F.relu(x)) is None:", kRelu) == "unparsed");
  CHECK(rewritten("x = 'without end", kRelu) == "unread");
  CHECK(rewritten("x = (1]", kRelu) == "unparsed");
}

TEST_CASE("only a constructor of torch.nn or AIMET with literals gets into a diff") {
  CHECK_NOTHROW(check_constructor("torch.nn.MaxPool2d(3, stride=(2, 1), ceil_mode=True)"));
  CHECK_NOTHROW(check_constructor("aimet_torch.nn.modules.custom.Concat(axis=-1)"));
  for (const char* odd : {"os.system('x')", "torch.nn.ReLU(print(1))", "torch.nn.ReLU()\nimport os",
                          "torch.nn.ReLU(); x", "torch.nn.ReLU(*a)", "torch.nn.ReLU", "torch.nn.ReLU(a)", ""})
    CHECK_THROWS_AS(check_constructor(odd), Refusal);
}

TEST_CASE("statements go over line ends, and strings hide what looks like code") {
  const PythonText python = read_python(
      "class A:\n"
      "    '''doc\n"
      "def forward(self):\n"
      "    '''\n"
      "    def __init__(self):\n"
      "        super().__init__()\n"
      "        self.a = f(1,  # )\n"
      "                   2)\n"
      "        self.b = 'x' \\\n"
      "            'y'\n"
      "\n"
      "    def forward(self, x):\n"
      "        if x:\n"
      "            for i in x:\n"
      "                y = i\n"
      "        return self.a\n");
  REQUIRE(python.statements.size() == 11);
  const auto at = statement_at(python, 8);
  REQUIRE(at);
  CHECK(python.statements[*at].first_line == 7);
  CHECK(statement_at(python, 10) == *at + 1);
  CHECK_FALSE(statement_at(python, 11));
  const auto place = method_around(python, *statement_at(python, 16));
  REQUIRE(place);
  CHECK(place->class_name == "A");
  CHECK_FALSE(place->in_loop);
  CHECK(method_around(python, *statement_at(python, 15))->in_loop);
  const auto init = find_init(python, *place);
  REQUIRE(init);
  CHECK(find_definition(python, *init, "a") == *at);
  CHECK(last_definition(python, *init) == *at + 1);
  CHECK(unused_name(python, place->class_body, "a", 1) == "a_2");
}

TEST_CASE("a class is plain when it is a Module through classes of its file") {
  const PythonText python = read_python(
      "class A(nn.Module):\n    def f(self):\n        pass\n"
      "class B(A):\n    def f(self):\n        pass\n"
      "class C(torch.nn.Sequential):\n    def f(self):\n        pass\n"
      "class D(A, Mixin):\n    def f(self):\n        pass\n"
      "class E:\n    def f(self):\n        pass\n"
      "class F(elsewhere.Base):\n    def f(self):\n        pass\n");
  std::string plain;
  for (const int line : {3, 6, 9, 12, 15, 18}) {
    const auto place = method_around(python, *statement_at(python, line));
    REQUIRE(place);
    if (is_plain_module(python, *place)) plain += place->class_name;
  }
  CHECK(plain == "AB");
}

TEST_CASE("torch.nn is called what the file calls it") {
  CHECK(name_of_torch_nn(read_python("import torch\nfrom torch import Tensor, nn\n")) == "nn");
  CHECK(name_of_torch_nn(read_python("import torch.nn as N\nimport torch\n")) == "N");
  CHECK(name_of_torch_nn(read_python("import os, torch\n")) == "torch.nn");
  CHECK_FALSE(name_of_torch_nn(read_python("from torch import Tensor\n")));
  CHECK(imports(read_python("import aimet_torch.elementwise_ops\n"), "aimet_torch.elementwise_ops"));
  CHECK_FALSE(imports(read_python("import aimet_torch.elementwise_ops as e\n"), "aimet_torch.elementwise_ops"));
}

TEST_CASE("new lines keep the indent and the line ends of the file") {
  const PythonText python = read_python("if x:\r\n\ta = 1  # one\r\n\tb = 2\r\n");
  FileRewrite rewrite;
  rewrite.lines_after[1] = {"c = 3"};
  CHECK(apply(python, rewrite) == "if x:\r\n\ta = 1  # one\r\n\tc = 3\r\n\tb = 2\r\n");
}
