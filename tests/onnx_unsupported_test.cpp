// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <initializer_list>
#include <memory>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "checks/onnx/fold.hpp"
#include "checks/onnx/symbolics.hpp"
#include "checks/onnx_unsupported.hpp"
#include "lib/model/export_graph.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/export_draft.hpp"

namespace aimet {

using test::Draft;

TEST_CASE("an operator without a conversion is reported once with each of its lines") {
  Draft draft;
  const auto x = draft.input({4, 6});
  draft.op("aten::frac", {draft.op("aten::frac", {x}, {4, 6})}, {4, 6});
  const auto findings = draft.check(17, "1.13");
  REQUIRE(findings.size() == 1);
  CHECK_THAT(findings[0].message, ContainsSubstring("aten::frac does not export to ONNX (opset 17, PyTorch 1.13)"));
  CHECK_THAT(findings[0].help, ContainsSubstring("torch.remainder"));
  CHECK(findings[0].severity == Severity::error);
  CHECK(findings[0].calls == 2);
  CHECK(findings[0].module == "head");
  REQUIRE(findings[0].sources.size() == 2);
  CHECK(findings[0].sources[0].line == 10);
}

TEST_CASE("an operator that converts from a higher opset on says which") {
  Draft draft;
  draft.op("aten::tril", {draft.input({4, 4}), draft.integer(0)}, {4, 4});
  REQUIRE(draft.check(13, "1.13").size() == 1);
  CHECK_THAT(draft.check(13, "1.13")[0].help, ContainsSubstring("opset 14 or higher"));
  CHECK(draft.check(14, "1.13").empty());
}

TEST_CASE("a newer PyTorch that converts the operator is named") {
  Draft draft;
  draft.op("aten::atan2", {draft.input({4}), draft.input({4})}, {4});
  REQUIRE(draft.check(17, "1.13").size() == 1);
  CHECK_THAT(draft.check(17, "1.13")[0].message, ContainsSubstring("2.6 does"));
  CHECK(draft.check(17, "2.6").empty());
  CHECK(draft.check(17, "2.8").empty());  // the nearest known exporter that is not newer
}

TEST_CASE("adaptive pooling converts when its size divides the input's") {
  const auto pooled = [](std::int64_t size, std::int64_t out) {
    Draft draft;
    const auto x = draft.input({1, 3, size, size});
    const auto sizes = draft.op_of("prim::ListConstruct", {draft.integer(out), draft.integer(out)}, draft.integers());
    draft.op("aten::adaptive_avg_pool2d", {x, sizes}, {1, 3, out, out});
    return draft.check(17, "2.6");
  };
  CHECK(pooled(8, 1).empty());
  CHECK(pooled(8, 4).empty());
  REQUIRE(pooled(8, 3).size() == 1);
  CHECK_THAT(pooled(8, 3)[0].message, ContainsSubstring("3 does not divide the input's size 8"));
}

TEST_CASE("a size is a number to the exporter, its remainder is not") {
  const auto pooled = [](const std::string& arithmetic) {
    Draft draft;
    const auto x = draft.input({1, 3, 8, 8});
    const TypeId integer = draft.integer_type();
    const auto half =
        draft.op_of(arithmetic, {draft.op_of("aten::size", {x, draft.integer(2)}, integer), draft.integer(2)}, integer);
    draft.op("aten::adaptive_avg_pool2d", {x, draft.op_of("prim::ListConstruct", {half, half}, draft.integers())},
             {1, 3, 4, 4});
    return draft.check(13, "1.13");
  };
  CHECK(pooled("aten::floordiv").empty());
  REQUIRE(pooled("aten::remainder").size() == 1);
  CHECK_THAT(pooled("aten::remainder")[0].message, ContainsSubstring("computed, not a constant"));
}

TEST_CASE("without a sample, a condition on shapes is a note") {
  Draft draft;
  const auto x = draft.input({});
  draft.forget(x);
  const auto sizes = draft.op_of("prim::ListConstruct", {draft.integer(7), draft.integer(7)}, draft.integers());
  draft.op("aten::adaptive_avg_pool2d", {x, sizes}, {});
  REQUIRE(draft.check(17, "2.6").size() == 1);
  CHECK(draft.check(17, "2.6")[0].severity == Severity::note);
}

TEST_CASE("bitwise operators convert for booleans alone") {
  const auto inverted = [](const std::string& dtype) {
    Draft draft;
    draft.op("aten::bitwise_not", {draft.input({3}, dtype)}, {3});
    return draft.check(17, "2.6");
  };
  CHECK(inverted("bool").empty());
  REQUIRE(inverted("int64").size() == 1);
  CHECK_THAT(inverted("int64")[0].message, ContainsSubstring("int64"));
}

TEST_CASE("an argument that must be a number says its name") {
  Draft draft;
  const auto x = draft.input({4, 4});
  draft.op("aten::softmax", {x, draft.op("aten::argmax", {x, draft.none(), draft.integer(0)}, {}), draft.none()},
           {4, 4});
  REQUIRE(draft.check(17, "1.13").size() == 1);
  CHECK_THAT(draft.check(17, "1.13")[0].message, ContainsSubstring("its dim is computed, not a constant"));
}

TEST_CASE("a form with an argument too many is refused") {
  Draft draft;
  const auto x = draft.input({4});
  draft.op("aten::add", {x, x, draft.integer(1), x}, {4});
  REQUIRE(draft.check(17, "2.6").size() == 1);
  CHECK_THAT(draft.check(17, "2.6")[0].message, ContainsSubstring("4 arguments"));
}

TEST_CASE("writing into a part of a tensor needs opset 11") {
  Draft draft;
  const auto x = draft.input({4, 4});
  const auto row = draft.op("aten::select", {x, draft.integer(0), draft.integer(0)}, {4});
  draft.op("aten::mul_", {row, draft.integer(2)}, {4});
  REQUIRE(draft.check(9, "1.13").size() == 1);
  CHECK_THAT(draft.check(9, "1.13")[0].help, ContainsSubstring("opset 11"));
  CHECK(draft.check(13, "1.13").empty());
}

TEST_CASE("a write that the exporter drops is a note") {
  Draft draft;
  const auto list = draft.op_of("prim::ListConstruct", {draft.input({4})}, draft.tensors());
  draft.op_of("aten::extend", {list, list}, draft.none_type());
  draft.drop();
  REQUIRE(draft.check(17, "2.6").size() == 1);
  CHECK(draft.check(17, "2.6")[0].severity == Severity::note);
}

TEST_CASE("a branch that a size rules out is not converted") {
  Draft draft;
  const auto x = draft.input({4, 4});
  const auto size = draft.op_of("aten::size", {x, draft.integer(0)}, draft.integer_type());
  const auto big = draft.op_of("aten::gt", {size, draft.integer(100)}, draft.boolean());
  const OpId branch = draft.builder().branch(big, {draft.tensor()});
  draft.builder().begin_block(branch, 0, 1);
  draft.builder().end_block({draft.op("aten::frac", {x}, {4, 4})});
  draft.builder().begin_block(branch, 1, 1);
  draft.builder().end_block({x});
  draft.op("aten::relu", {draft.builder().result(branch)}, {4, 4});
  CHECK(draft.check(17, "1.13").empty());
  draft.observe(x, {"float32", {400, 4}});
  CHECK(draft.check(17, "1.13").size() == 1);
}

TEST_CASE("inputs and outputs that are no tensors are named") {
  Draft draft;
  draft.input_of(draft.dict());
  draft.graph().returns = draft.string();
  const auto findings = draft.check(17, "2.6");
  REQUIRE(findings.size() == 2);
  CHECK_THAT(findings[0].message, ContainsSubstring("The input x1"));
  CHECK_THAT(findings[1].message, ContainsSubstring("The output"));
}

TEST_CASE("a pass that gives up is the exporter's own refusal") {
  Draft draft;
  draft.graph().failed = "Freezing failed";
  REQUIRE(draft.check(17, "2.6").size() == 1);
  CHECK_THAT(draft.check(17, "2.6")[0].message, ContainsSubstring("Freezing failed"));
}

TEST_CASE("an opset beyond the exporter's newest is refused before anything else") {
  Draft draft;
  REQUIRE(draft.check(18, "1.13").size() == 1);
  CHECK_THAT(draft.check(18, "1.13")[0].help, ContainsSubstring("opset 17"));
  CHECK(draft.check(18, "2.6").empty());
}

TEST_CASE("a model that was not prepared for the check gives no findings") {
  CHECK(onnx_unsupported(Model(), CheckOptions()).empty());
}

TEST_CASE("the highest conversion that is not above the opset counts") {
  const onnx::Exporter& exporter = onnx::exporter_of("1.13");
  CHECK(exporter.version == "1.13");
  REQUIRE(onnx::find_symbolic(exporter, "aten::upsample_bicubic2d", 17) != nullptr);
  CHECK(onnx::find_symbolic(exporter, "aten::upsample_bicubic2d", 10) == nullptr);
  CHECK(onnx::first_opset(exporter, "torchvision::nms") == 11);
  CHECK(onnx::exporter_of("2.6.0+cpu").version == "2.6");
  CHECK(onnx::exporter_of("2.20").version == "2.14");
  CHECK(onnx::exporter_of("1.8").version == "1.13");
}

TEST_CASE("the tables are sorted, for an operator is looked up in them by halves") {
  for (const char* version : {"1.13", "2.6", "2.14"}) {
    const onnx::Exporter& exporter = onnx::exporter_of(version);
    CAPTURE(version);
    CHECK(exporter.last - exporter.first > 200);
    CHECK(std::is_sorted(exporter.first, exporter.last, [](const onnx::Symbolic& a, const onnx::Symbolic& b) {
      return std::tie(a.name, a.opset) < std::tie(b.name, b.opset);
    }));
  }
}

TEST_CASE("a rule holds from its first opset to its last, and not beyond") {
  Draft draft;
  const auto x = draft.input({4, 4});
  draft.op("aten::cumsum", {x, draft.integer(0), draft.integer(6)}, {4, 4});
  CHECK(draft.check(10, "1.13").size() == 1);
  CHECK(draft.check(11, "1.13").empty());
  Draft later;
  later.op("aten::scatter_add",
           {later.input({4, 4}), later.integer(0), later.input({2, 4}, "int64"), later.input({4, 4})}, {4, 4});
  CHECK(later.check(15, "1.13").empty());
  CHECK(later.check(16, "1.13").size() == 1);
}

TEST_CASE("an operator with fewer arguments than a rule looks at is not judged by it") {
  for (const char* kind :
       {"aten::stft", "aten::cross_entropy_loss", "aten::scaled_dot_product_attention", "aten::lstm"}) {
    Draft draft;
    draft.op(kind, {draft.input({4, 4}), draft.input({4, 4})}, {4, 4});
    for (const Finding& finding : draft.check(17, "2.6"))
      CHECK_THAT(finding.message, !ContainsSubstring("smoothing") && !ContainsSubstring("return_complex"));
  }
}

}  // namespace aimet
