// SPDX-License-Identifier: Apache-2.0
#include "lib/edit/python_branch.hpp"

#include <string>
#include <vector>

#include "tests/support/catch.hpp"

using namespace aimet;

TEST_CASE("what a method calls in Python alone, and not in a script") {
  const auto functions = [](const std::string& body) {
    std::vector<std::string> found;
    for (const BranchCall& call : calls_in_python_alone("def forward(self, x):\n" + body))
      found.push_back(call.function);
    return found;
  };
  using Names = std::vector<std::string>;
  const std::string ask = "  if torch.jit.is_scripting():\n";
  CHECK(functions(ask + "    return self.a(x)\n  y = torch.relu(x)\n  return F.gelu(y)\n") ==
        Names{"torch.relu", "F.gelu"});
  CHECK(functions(ask + "    y = 1\n  else:\n    y = torch.relu(x)\n  return F.gelu(y)\n") == Names{"torch.relu"});
  CHECK(functions("  if not (torch.jit.is_scripting()):\n    y = torch.relu(x)\n  return F.gelu(y)\n") ==
        Names{"torch.relu"});
  CHECK(functions(ask + "    y = 1\n  return torch.relu(x)\n").empty());  // both branches run it
  CHECK(functions(ask + "    if x:\n      return x\n  return torch.relu(x)\n").empty());
  CHECK(functions(ask + "    raise E()\n  if x:\n    return torch.relu(x)\n").empty());
  CHECK(functions(ask + "    raise E()\n  return torch.relu(x) if x else y\n").empty());
  CHECK(functions(ask + "    raise E()\n  return x\n  torch.relu(x)\n").empty());
  CHECK(functions("  if torch.jit.is_scripting() and x:\n    return x\n  return torch.relu(x)\n").empty());
  CHECK(functions("  if x:\n    if torch.jit.is_scripting():\n      return x\n    return torch.relu(x)\n").empty());
  const auto calls = calls_in_python_alone("def f(x):\n" + ask + "    return x\n\n  y = g(\n    F.gelu(x))\n");
  REQUIRE(calls.size() == 1);
  CHECK(calls[0].line == 6);
  CHECK(calls[0].text == "F.gelu(x))");
}
