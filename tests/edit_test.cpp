// SPDX-License-Identifier: Apache-2.0
#include <string>
#include <vector>

#include "lib/edit/classes.hpp"
#include "lib/edit/constructor.hpp"
#include "lib/edit/functional_call.hpp"
#include "lib/edit/parse_statement.hpp"
#include "lib/edit/python_text.hpp"
#include "lib/edit/refusal.hpp"
#include "lib/edit/rewrite.hpp"
#include "lib/edit/scopes.hpp"
#include "lib/edit/walks.hpp"
#include "tests/support/catch.hpp"

using namespace aimet;

namespace {

const char* const kHead =
    "import operator\n"
    "import torch\n"
    "import torch as th\n"
    "import torch.nn.functional as F\n"
    "import utils\n"
    "from torch.nn.functional import relu as rectify\n";

// Puts the statement into a method and replaces each call of the functional by self.m, self.m_2, ... Returns the new
// statement, "refused: why", or "" if the statement has no such call.
std::string rewritten(const std::string& line, const Functional& functional) {
  const std::string before =
      std::string(kHead) + "class A:\n  def f(self, x, y, z, a, b, c, d, out, outputs, options, sizes):\n    ";
  const PythonText python = read_python(before + line + "\n");
  if (python.statements.empty()) return "unread";
  const StatementId id = python.statements.size() - 1;
  auto tree = parse_statement(python, python.statements[id]);
  if (!tree) return "unparsed";
  const Scopes scopes(python);
  FileRewrite rewrite;
  StatementRewrite& statement = rewrite.statements[id];
  statement.tree = *tree;
  try {
    int number = 0;
    for (const FunctionalCall& call : FunctionalFinder(*tree, scopes, id).find(functional)) {
      const std::string name = "self.m" + (++number == 1 ? "" : "_" + std::to_string(number));
      if (call.form == FunctionalCall::Form::assignment)
        statement.callee_of_assignment = name;
      else if (call.only_callee)
        statement.nodes[tree->nodes[call.node].children[0]] = {name, {}, true, ""};
      else
        statement.nodes[call.node] = {name, call.arguments, false, ""};
    }
    if (number == 0) return "";
  } catch (const Refusal& refusal) {
    return "refused: " + refusal.why;
  }
  const std::string text = apply(python, rewrite).substr(before.size());
  return text.substr(0, text.size() - 1);
}

Functional elementwise(const char* op) { return {op, false, false, false, false, false}; }
Functional in_place(const char* op) { return {op, true, false, false, false, false}; }
Functional layer(const char* op) { return {op, false, true, false, false, false}; }

}  // namespace

TEST_CASE("a functional becomes the call of a module") {
  struct Row {
    const char* before;
    Functional functional;
    const char* after;
  };
  const Row rows[] = {
      {"x = F.relu(self.conv(x), inplace=True)  # why", layer("relu"), "x = self.m(self.conv(x))  # why"},
      {"return torch.relu(x).relu()", layer("relu"), "return self.m_2(self.m(x))"},
      {"x = torch.nn.functional.relu(input=x)", layer("relu"), "x = self.m(x)"},
      {"x = rectify(x)", layer("relu"), "x = self.m(x)"},
      {"y = a + b * c - d", elementwise("add"), "y = self.m(a, b * c) - d"},
      {"y = (a + b).view(-1)", elementwise("add"), "y = self.m(a, b).view(-1)"},
      {"y = c * (a + b)", elementwise("add"), "y = c * self.m(a, b)"},
      {"y = c * (a + b)", elementwise("mul"), "y = self.m(c, a + b)"},
      {"y = torch.add(a, b)", elementwise("add"), "y = self.m(a, b)"},
      {"y = torch.add(input=a, other=b)", elementwise("add"), "y = self.m(a, b)"},
      {"y = operator.add(a, b)", elementwise("add"), "y = self.m(a, b)"},
      {"y = torch.Tensor.add(a, b)", elementwise("add"), "y = self.m(a, b)"},
      {"y = a.add(b)", elementwise("add"), "y = self.m(a, b)"},
      {"y = 2 + x", elementwise("add"), "y = self.m(2, x)"},
      {"y = -x ** 2 + z[i, ..., 1:]", elementwise("add"), "y = self.m(-x ** 2, z[i, ..., 1:])"},
      {"out += self.down(x)", in_place("add"), "out = self.m(out, self.down(x))"},
      {"x = x.mul_(y)", in_place("mul"), "x = self.m(x, y)"},
      {"x = a / b if c else d", elementwise("div"), "x = self.m(a, b) if c else d"},
      {"y = torch.cat([a, *b], dim=1)", elementwise("cat"), "y = self.m(a, *b)"},
      {"y = torch.cat(outputs, 1)", elementwise("cat"), "y = self.m(*outputs)"},
      {"y = torch.cat([f(o) for o in outputs], 1)", elementwise("cat"), "y = self.m(*[f(o) for o in outputs])"},
      {"y, z = self.f(torch.cat((a, b), 1)), a", elementwise("cat"), "y, z = self.f(self.m(a, b)), a"},
      {"x = F.dropout(x, 0.5, self.training)", layer("dropout"), "x = self.m(x)"},
      {"assert x is not None, a + b", elementwise("add"), "assert x is not None, self.m(a, b)"},
      {"y = F.cosine_similarity(a, b, dim=-1)", layer("cosine_similarity"), "y = self.m(a, b)"},
      {"y = F.pairwise_distance(x1=a, x2=b)", layer("pairwise_distance"), "y = self.m(a, b)"},
      {"y = F.unfold(x, 3, padding=1)", layer("im2col"), "y = self.m(x)"},
      {"y = th.exp(x)", elementwise("exp"), "y = self.m(x)"},
      {"y = torch.exp(input=x)", elementwise("exp"), "y = self.m(x)"},
      {"y = torch.sub(a, b, alpha=3)", elementwise("sub"), "y = self.m(a, b, alpha=3)"},
      {"y = a.sub(b, alpha=3)", elementwise("sub"), "y = self.m(a, b, alpha=3)"},
      {"y = 1 - x", elementwise("rsub"), "y = self.m(1, x)"},
      {"a = a.masked_fill(b == 0, c)", elementwise("masked_fill"), "a = self.m(a, b == 0, c)"},
      {"a = F.relu(a.masked_fill(b, -1e9))", elementwise("masked_fill"), "a = F.relu(self.m(a, b, -1e9))"},
      {"return torch.masked_fill(a, b, 0)", elementwise("masked_fill"), "return self.m(a, b, 0)"},
      {"y = (a @ b).masked_fill(c, 0)", elementwise("masked_fill"), "y = self.m(a @ b, c, 0)"},
      {"y = a.masked_fill(b, 0)", elementwise("masked_fill"), "y = self.m(a.clone(), b, 0)"},
      {"y = (-a).masked_fill(b, 0)", elementwise("masked_fill"), "y = self.m((-a).clone(), b, 0)"},
      {"y = a[0].masked_fill(b, 0)", elementwise("masked_fill"), "y = self.m(a[0].clone(), b, 0)"},
      {"y = 2 / x", elementwise("reciprocal"), "y = self.m(2, x)"},
      {"y = a * (2 / x)", elementwise("reciprocal"), "y = a * self.m(2, x)"},
      {"y = self.scale / x", elementwise("reciprocal"), "y = self.m(self.scale, x)"},
      {"y = 2 / x", elementwise("mul"), "y = self.m(2, x)"},
      {"y = torch.reciprocal(x)", elementwise("reciprocal"), "y = self.m(1, x)"},
      {"y = (a + b).reciprocal()", elementwise("reciprocal"), "y = self.m(1, a + b)"},
      {"y = x ** 2", elementwise("pow"), "y = self.m(x, 2)"},
      {"y = -x", elementwise("neg"), "y = self.m(x)"},
      {"y = abs(x)", elementwise("abs"), "y = self.m(x)"},
      {"y = x > 0.5", elementwise("gt"), "y = self.m(x, 0.5)"},
      {"y = torch.mm(a, b)", elementwise("mm"), "y = self.m(a, b)"},
      {"y = x.mean([2, 3], keepdim=True)", elementwise("mean"), "y = self.m(x, [2, 3], keepdim=True)"},
      {"y = F.interpolate(x, size=sizes)", elementwise("upsample_nearest2d"), "y = self.m(x, size=sizes)"},
      {"y = F.pad(x, (0, c))", elementwise("pad"), "y = self.m(x, (0, c))"},
      {"y = F.normalize(x, dim=1)", elementwise("norm"), "y = self.m(x, dim=1)"},
      {"for y in torch.exp(x):", elementwise("exp"), "for y in self.m(x):"},
  };
  for (const Row& row : rows) {
    INFO(row.before);
    CHECK(rewritten(row.before, row.functional) == row.after);
  }
}

TEST_CASE("a call in a comprehension is found, and known to run once for each element") {
  const PythonText python = read_python("x = [F.relu(y) for y in x]\n");
  const auto tree = parse_statement(python, python.statements[0]);
  REQUIRE(tree);
  for (const PythonNode& node : tree->nodes)
    if (node.kind == PythonNode::Kind::call) CHECK(node.may_repeat);
  CHECK(rewritten("x = [F.relu(y) for y in x]", layer("relu")) == "x = [self.m(y) for y in x]");
}

TEST_CASE("what a module would not do alike is refused") {
  CHECK(rewritten("x = torch.reciprocal(a, out=b)", elementwise("reciprocal")) ==
        "refused: AIMET's module takes its arguments in another form");
  CHECK(rewritten("x = torch.add(a, b, alpha=2)", elementwise("add")) == "refused: AIMET's module takes two tensors");
  CHECK(rewritten("x = F.dropout(x)", layer("dropout")) ==
        "refused: it drops in evaluation too, and the module would not");
  CHECK(rewritten("x = F.relu(x, self.f())", layer("relu")) == "refused: an argument of the call is no literal");
  CHECK(rewritten("x = F.relu(x, **options)", layer("relu")) == "refused: an argument of the call is no literal");
  CHECK(rewritten("x = torch.softmax(x, 1, dtype=torch.float64)", layer("softmax")) ==
        "refused: an argument of the call is no literal");
  CHECK(rewritten("self.x += y", in_place("add")) == "refused: what is written into is not a plain local name");
  CHECK(rewritten("z = x.add_(y)", in_place("add")) == "refused: it writes into its input");
  CHECK(rewritten("x.add_(y).sqrt()", in_place("add")) == "refused: it writes into its input");
  CHECK(rewritten("x = a < b < c", elementwise("lt")) == "refused: comparisons are chained");
  CHECK(rewritten("torch.exp(x, out=y)", elementwise("exp")) == "refused: it writes its result into another tensor");
}

TEST_CASE("what may be no tensor, or another function, is not taken for the op") {
  CHECK(rewritten("x = 1 / x", elementwise("div")).empty());  // exported as a reciprocal and a product
  CHECK(rewritten("x = x - 1", elementwise("rsub")).empty());
  CHECK(rewritten("x = self.relu(x)", layer("relu")).empty());
  CHECK(rewritten("x = utils.relu(x)", layer("relu")).empty());
  CHECK(rewritten("x = unknown.exp(x)", elementwise("exp")).empty());
  CHECK(rewritten("x = exp(x)", elementwise("exp")).empty());
  CHECK(rewritten("if (y := F.relu(x)) is None:", layer("relu")) == "unparsed");
  CHECK(rewritten("x = 'without end", layer("relu")) == "unread");
  CHECK(rewritten("x = (1]", layer("relu")) == "unparsed");
}

TEST_CASE("only a constructor of torch.nn or AIMET with literals gets into a diff") {
  CHECK_NOTHROW(check_constructor("torch.nn.MaxPool2d(3, stride=(2, 1), ceil_mode=True)"));
  CHECK_NOTHROW(check_constructor("aimet_torch.nn.modules.custom.Concat(axis=-1)"));
  for (const char* odd : {"os.system('x')", "torch.nn.ReLU(print(1))", "torch.nn.ReLU()\nimport os",
                          "torch.nn.ReLU(); x", "torch.nn.ReLU(*a)", "torch.nn.ReLU", "torch.nn.ReLU(a)", ""})
    CHECK_THROWS_AS(check_constructor(odd), Refusal);
}

namespace {

const char* const kNet =
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
    "        if x: y = 1; z = 2\n"
    "        return self.a\n";

}  // namespace

TEST_CASE("statements go over line ends, stand behind one another, and strings hide what looks like code") {
  const PythonText python = read_python(kNet);
  REQUIRE(python.statements.size() == 11);
  const auto at = statement_at(python, 8);
  REQUIRE(at);
  CHECK(python.statements[*at].first_line == 7);
  CHECK(statement_at(python, 10) == *at + 1);
  CHECK_FALSE(statement_at(python, 11));
  CHECK(python.statements[7].is_inline == false);
  CHECK(python.statements[8].is_inline);
  CHECK(python.statements[9].is_inline);
  CHECK(header_of(python, 9) == StatementId{7});
  const Scopes scopes(python);
  const Classes classes(python, scopes);
  REQUIRE(classes.all().size() == 1);
  CHECK(classes.around(*statement_at(python, 14)) == std::size_t{0});
  REQUIRE(find_method(classes[0], "__init__") != nullptr);
  CHECK(super_call(python, scopes, classes[0]) == StatementId{3});
}

TEST_CASE("a class is plain when it is a Module through classes of its file") {
  const PythonText python = read_python(
      "import torch\nfrom torch import nn\nimport elsewhere\n"
      "class A(nn.Module):\n    def f(self):\n        pass\n"
      "class B(A):\n    def f(self):\n        pass\n"
      "class C(torch.nn.Sequential):\n    def f(self):\n        pass\n"
      "class D(A, Mixin):\n    def f(self):\n        pass\n"
      "class E:\n    def f(self):\n        pass\n"
      "class G(elsewhere.Module):\n    def f(self):\n        pass\n");
  const Scopes scopes(python);
  const Classes classes(python, scopes);
  std::string plain;
  for (std::size_t i = 0; i < classes.all().size(); ++i)
    if (classes.is_plain_module(i)) plain += classes[i].name;
  CHECK(plain == "AB");
  CHECK(classes.derived(0) == std::vector<std::size_t>{1, 3});
}

TEST_CASE("what a class binds is found whatever its parameters, and however often") {
  const PythonText python = read_python(
      "class A:\n    def __new__(cls):\n        pass\n    def __dir__(self):\n        pass\n"
      "    def __dir__(self):\n        pass\n    __setattr__ = slow\n    def f(self):\n        x = 1\n");
  const Scopes scopes(python);
  const Classes classes(python, scopes);
  for (const char* name : {"__new__", "__dir__", "__setattr__", "f"}) CHECK(binds(scopes, classes[0], name));
  CHECK_FALSE(binds(scopes, classes[0], "x"));
  CHECK_FALSE(binds(scopes, classes[0], "__getattr__"));
  CHECK(find_method(classes[0], "__dir__") == nullptr);
}

TEST_CASE("calls of self.NAME are counted, not the statements with one") {
  const PythonText python = read_python("y = self.relu(self.relu(x)) + self.relu2(x)\nz = self.relu\n");
  CHECK(calls_of_self(python, 0, "relu") == 2);
  CHECK(calls_of_self(python, 1, "relu") == 0);
}

TEST_CASE("a name means what the file imports, unless something hides that") {
  const PythonText python = read_python(
      "import torch as th\nfrom torch import nn\nimport torch.nn.functional as F\nimport a.b\n"
      "def f(F):\n    return F\n"
      "def g(x):\n    nn = x\n    return th\n");
  const Scopes scopes(python);
  CHECK(scopes.resolved(0, "F.relu") == "torch.nn.functional.relu");
  CHECK(scopes.resolved(0, "nn.ReLU") == "torch.nn.ReLU");
  CHECK(scopes.resolved(0, "a.b.c") == "a.b.c");
  CHECK(scopes.resolved(*statement_at(python, 6), "F.relu").empty());
  CHECK(scopes.resolved(*statement_at(python, 9), "nn.ReLU").empty());
  CHECK(scopes.resolved(*statement_at(python, 9), "th.exp") == "torch.exp");
  CHECK(scopes.meaning(0, "print").kind == Meaning::Kind::unknown);
}

TEST_CASE("code that acts on every child of a module is distinguished from code that picks some") {
  const auto walks = [](const std::string& body) {
    const PythonText python = read_python("import torch.nn as nn\ndef init(m):\n  if isinstance(m, nn.Linear): pass\n" +
                                          std::string("class A(nn.Module):\n def f(self, net):\n  ") + body);
    std::string found;
    for (const Walk& walk : find_walks(python, Scopes(python))) {
      if (!walk.types) found += "all ";
      for (const std::string& type : walk.types.value_or(std::vector<std::string>{})) found += type + " ";
    }
    return found;
  };
  CHECK(walks("for m in self.modules():\n   if isinstance(m, (nn.Conv2d, nn.Linear)): pass\n") ==
        "torch.nn.Conv2d torch.nn.Linear ");
  CHECK(walks("for m in self.modules():\n   if isinstance(m, nn.ReLU): pass\n   else: count()\n") == "all ");
  CHECK(walks("x = list(net.children())[:-1]\n") == "all ");
  CHECK(walks("self.apply(init)\n") == "torch.nn.Linear ");
  CHECK(walks("self.apply(other)\n") == "all ");
  CHECK(walks("net = net.apply(init)\n") == "torch.nn.Linear ");
  CHECK(walks("use(net.apply(other))\n") == "all ");
  CHECK(walks("return Fn.apply(net)\n").empty());
  CHECK(walks("x = nn.Fn.apply(net)\n").empty());
  CHECK(walks("self.net.apply(other)\n") == "all ");
  CHECK(walks("for m in self.modules():\n   if m.__class__.__name__ == \"Norm\": pass\n") == "Norm ");
  CHECK(walks("for m in net.modules():\n   name = m.__class__.__name__\n   if name.find('Conv') != -1: pass\n"
              "   elif 'Linear' in name: pass\n") == "*Conv* *Linear* ");
  CHECK(walks("for m in self.modules():\n   if name.find('Conv') != -1: pass\n") == "all ");
  CHECK(walks("x = self._modules\n") == "all ");
  CHECK(walks("x = self.layers(net)\n").empty());
}

TEST_CASE("new lines keep the line ends of the file") {
  const PythonText python = read_python("if x:\r\n\ta = 1  # one\r\n\tb = 2\r\n");
  FileRewrite rewrite;
  rewrite.lines_after[1] = {"\tc = 3"};
  rewrite.lines_before[2] = {"\td = 4"};
  CHECK(apply(python, rewrite) == "if x:\r\n\ta = 1  # one\r\n\tc = 3\r\n\td = 4\r\n\tb = 2\r\n");
}
