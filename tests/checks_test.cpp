// SPDX-License-Identifier: Apache-2.0

// Tests of properties that all checks have. The tests of a single check are in the file of its name.

#include <algorithm>

#include "checks/explain.hpp"
#include "checks/list.hpp"
#include "lib/check/run_checks.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/model_builder.hpp"

using namespace aimet;
using test::ModelBuilder;

TEST_CASE("each check can be explained, under its five headings") {
  for (const Check& check : all_checks()) {
    CAPTURE(check.id);
    const std::string text = explanation(check.id);
    for (const char* heading : {"What it does", "Why it matters", "Known limits", "Example", "Fix"}) {
      CHECK_THAT(text, ContainsSubstring(heading));
    }
  }
}

TEST_CASE("the checks that AIMET's guidelines ask for link to them, and no other check does") {
  std::string linked;
  for (const Check& check : all_checks()) {
    if (check.help_uri.empty()) continue;
    CHECK(check.help_uri == "https://github.com/qualcomm/aimet");
    linked += check.id + " ";
  }
  CHECK(linked == "connected-graph missing-module non-tensor-io onnx-unsupported reused-module unregistered-module ");
}

TEST_CASE("a model of one layer that is called once passes every check") {
  ModelBuilder b;
  const ValueId x = b.input("x", b.tensor());
  const ModuleId fc = b.module("fc", "torch.nn.modules.linear.Linear");
  b.parameter(fc, "weight", 1);
  b.output(b.call(fc, {x}));
  for (const CheckResult& result : run_checks(all_checks(), b.build(), {}, nullptr)) {
    CAPTURE(result.id);
    CHECK(result.findings.empty());
    CHECK(result.status == CheckStatus::passed);
  }
}

TEST_CASE("of a frozen file, checks of modules are skipped with a reason and not failed") {
  ModelBuilder b;
  b.output(b.tensor_op("aten::relu", {b.input("x", b.tensor())}));
  b.model.form = SourceForm::frozen;
  for (const CheckResult& result : run_checks(all_checks(), b.build(), {}, nullptr)) {
    const std::string id = result.id;
    CAPTURE(id);
    const auto row = std::find_if(all_checks().begin(), all_checks().end(), [&](const Check& c) { return c.id == id; });
    if (row->needs != Needs::module_structure) continue;
    CHECK(result.status == CheckStatus::skipped);
    CHECK_THAT(result.reason.value_or(""), ContainsSubstring("frozen"));
  }
}
