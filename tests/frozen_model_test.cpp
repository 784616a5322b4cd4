// SPDX-License-Identifier: Apache-2.0
#include "checks/frozen_model.hpp"

#include "tests/support/catch.hpp"
#include "tests/support/model_builder.hpp"

using namespace aimet;
using test::ModelBuilder;

TEST_CASE("frozen-model: a frozen file is one finding that says how to save instead") {
  ModelBuilder b;
  b.model.form = SourceForm::frozen;
  const auto findings = frozen_model(b.build(), {});
  REQUIRE(findings.size() == 1);
  CHECK(findings[0].severity == Severity::error);
  CHECK_THAT(findings[0].help, ContainsSubstring("torch.jit.script(model.eval()).save(path)"));
}

TEST_CASE("frozen-model: a file of PyTorch 1.0 or 1.1 is reported as that") {
  ModelBuilder b;
  b.model.form = SourceForm::frozen;
  b.model.inlined_when_saved = true;
  const auto findings = frozen_model(b.build(), {});
  REQUIRE(findings.size() == 1);
  CHECK_THAT(findings[0].message, ContainsSubstring("PyTorch 1.0 or 1.1"));
  CHECK_THAT(findings[0].help, ContainsSubstring("newer PyTorch"));
}

TEST_CASE("frozen-model: no other form is reported") {
  for (const SourceForm form : {SourceForm::scripted, SourceForm::traced, SourceForm::mixed, SourceForm::unknown}) {
    ModelBuilder b;
    b.model.form = form;
    CHECK(frozen_model(b.build(), {}).empty());
  }
}
