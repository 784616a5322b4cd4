// SPDX-License-Identifier: Apache-2.0
#include "lib/edit/imports.hpp"

#include <string>

#include "lib/edit/python_text.hpp"
#include "tests/support/catch.hpp"

using namespace aimet;

TEST_CASE("an import goes where isort would put it") {
  const auto place = [](const std::string& text) {
    const PythonText python = read_python(text);
    const auto found = place_of_import(python, "aimet_torch.nn.modules", true);
    REQUIRE(found);
    return std::to_string(found->statement) + (found->before ? "<" : ">");
  };
  CHECK(place("import os\n\nimport torch\nfrom torch import nn\n\nimport mine\n") == "1>");
  CHECK(place("import os\n\nimport numpy\nimport torch\n\nx = 1\n") == "2>");
  CHECK(place("from torch import nn\n") == "0<");
  CHECK(place("from torch import nn\nimport torch\n") == "0<");
  CHECK(place("import torch\nimport os\n") == "1>");
  CHECK_FALSE(place_of_import(read_python("x = 1\n"), "a", true));
}

TEST_CASE("an import of what comes with Python goes among the first imports") {
  struct Case {
    const char* text;
    std::size_t statement;
    bool before;
    bool opens_section;
  };
  for (const Case& c : {Case{"import math\nimport torch\n", 0, true, false},
                        Case{"import abc\nimport math\n\nimport torch\n", 0, false, false},
                        Case{"from functools import partial\n\nimport torch\n", 0, true, false},
                        Case{"from __future__ import annotations\n\nimport torch\n", 1, true, true},
                        Case{"import argparse, torch\nimport math\n", 0, false, false}}) {
    INFO(c.text);
    const auto found = place_of_standard_import(read_python(c.text), "copy");
    REQUIRE(found);
    CHECK(found->place.statement == c.statement);
    CHECK(found->place.before == c.before);
    CHECK(found->opens_section == c.opens_section);
  }
  CHECK_FALSE(place_of_standard_import(read_python("x = 1\nclass A:\n  pass\n"), "copy"));
}
