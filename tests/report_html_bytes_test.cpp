// SPDX-License-Identifier: Apache-2.0

// Tests the bytes of the HTML page: its contents, its Content-Security-Policy, and that no text of a model is markup.
// tests/browser/pages.mjs tests its behaviour in a browser.

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>

#include "lib/model/error.hpp"
#include "lib/report/html.hpp"
#include "lib/report/model_graph.hpp"
#include "lib/report/wire.hpp"
#include "tests/report_sample.hpp"
#include "tests/support/catch.hpp"

using namespace aimet;

namespace {

std::size_t count_of(const std::string& text, const std::string& part) {
  std::size_t count = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++count;
  return count;
}

ModelGraph small_graph() {
  ModelGraph graph;
  graph.labels = {"aten::relu", "float32 1"};
  graph.modules = {{"", -1, "Net"}, {"act", 0, "torch.nn.ReLU"}};
  graph.levels = {
      {0, 1, {{GraphNode::Kind::module, 1, 1}, {GraphNode::Kind::op, 0, 0}}, {{-1, 0, 1}, {0, 1, 1}, {1, -1, -1}}}};
  return graph;
}

// The page's data, as its script reads it.
std::string data_of(const Report& report, const RenderOptions& options) {
  const std::string page = render(report, Format::html, options);
  const std::string begin = "id=\"data\">";
  const std::size_t at = page.find(begin);
  REQUIRE(at != std::string::npos);
  return page.substr(at + begin.size(), page.find("</script>", at) - at - begin.size());
}

}  // namespace

TEST_CASE("a page of hostile names has the scripts of ours alone, and no markup of theirs") {
  const std::string page = render(sample_report(), Format::html, {});
  CHECK(count_of(page, "<script") == (html_has_graphs() ? 3 : 2));
  CHECK(count_of(page, "</script>") == (html_has_graphs() ? 3 : 2));
  CHECK(page.find("<b>") == std::string::npos);
  CHECK(page.find("style=") == std::string::npos);
  CHECK(page.find("\x1b") == std::string::npos);
  CHECK(page.find("\u202e") == std::string::npos);
}

TEST_CASE("the policy lets nothing in but scripts and styles by their hash") {
  const std::string page = render(sample_report(), Format::html, {});
  const std::size_t begin = page.find("http-equiv=\"Content-Security-Policy\"");
  REQUIRE(begin != std::string::npos);
  const std::string policy = page.substr(begin, page.find(">", begin) - begin);
  CHECK_THAT(policy, ContainsSubstring("default-src 'none'"));
  CHECK(policy.find("unsafe") == std::string::npos);
  CHECK(policy.find("http:") == std::string::npos);
  CHECK(count_of(policy, "'sha256-") == (html_has_graphs() ? 3 : 2));
  CHECK(begin < page.find("<style>"));
}

TEST_CASE("the page's data has the definitions to paste, and the coverage") {
  Report report = sample_report();
  REQUIRE_FALSE(report.models.empty());
  report.models.resize(1);
  report.models[0].checks.resize(1);
  report.models[0].checks[0].findings.resize(1);
  report.models[0].checks[0].findings[0].snippet = "class A:\n    pass\x1b";
  report.models[0].coverage.emplace().ops = 1;
  report.models[0].coverage->quantized = 1;
  const auto model = nlohmann::json::parse(data_of(report, {}))["models"][0];
  CHECK(model["checks"][0]["causes"][0]["snippet"] == "class A:\n    pass\\x1b");
  CHECK(model["coverage"] == "of 1 op, 1 will be quantized, 0 need no encoding, 0 will carry none");
}

TEST_CASE("the page's data is what the report holds, folded as in the text") {
  const auto data = nlohmann::json::parse(data_of(sample_report(), {}));
  CHECK(data["models"].size() == sample_report().models.size());
  CHECK(data["summary"]["models"] == sample_report().summary.models);
  std::size_t findings = 0, found = 0;
  for (const auto& model : data["models"])
    for (const auto& check : model["checks"])
      for (const auto& cause : check["causes"]) findings += cause["findings"].size();
  for (const ModelReport& model : sample_report().models)
    for (const CheckResult& check : model.checks) found += check.findings.size();
  CHECK(findings == found);
}

TEST_CASE("a graph comes through as numbers") {
  Report report = sample_report();
  report.models[0].graph = small_graph();
  const auto graph = nlohmann::json::parse(data_of(report, {}))["models"][0]["graph"];
  CHECK(graph["levels"][0] == nlohmann::json::parse("[0, 1, [-2, 1, 0, 0], [-1, 0, 1, 0, 1, 1, 1, -1, -1]]"));
  CHECK(graph["modules"][1] == nlohmann::json::parse(R"(["act", 0, "torch.nn.ReLU"])"));
}

TEST_CASE("a graph whose numbers name nothing is not sound") {
  CHECK(is_sound(small_graph()));
  CHECK(is_sound(ModelGraph{}));
  const auto broken = [](auto&& damage) {
    ModelGraph graph = small_graph();
    damage(graph);
    return !is_sound(graph);
  };
  CHECK(broken([](ModelGraph& graph) { graph.modules[0].parent = 0; }));
  CHECK(broken([](ModelGraph& graph) { graph.modules[1].parent = 1; }));
  CHECK(broken([](ModelGraph& graph) { graph.levels[0].module = 2; }));
  CHECK(broken([](ModelGraph& graph) { graph.levels[0].nodes[0].what = 2; }));
  CHECK(broken([](ModelGraph& graph) { graph.levels[0].nodes[1].what = -1; }));
  CHECK(broken([](ModelGraph& graph) { graph.levels[0].edges[0].to = 2; }));
  CHECK(broken([](ModelGraph& graph) { graph.levels[0].edges[0].label = 2; }));
  CHECK(broken([](ModelGraph& graph) { graph.levels[0].edges[0].from = -2; }));
}

TEST_CASE("a graph comes out of the worker as it went in, and one that is not sound does not come out") {
  Report report = sample_report();
  ModelReport& model = report.models[0];
  model.graph = small_graph();
  model.checks[0].findings.push_back({});
  model.checks[0].findings.back().place = GraphPlace{0, 1};
  const ModelReport back = from_wire(to_wire(model));
  CHECK(to_wire(back) == to_wire(model));
  report.models[0] = back;
  CHECK(nlohmann::json::parse(data_of(report, {}))["models"][0]["graph"]["labels"][0] == "aten::relu");
  for (const GraphPlace& nowhere :
       {GraphPlace{0, 2}, GraphPlace{1, 0}, GraphPlace{2, kNone}, GraphPlace{kNone, kNone}}) {
    model.checks[0].findings.back().place = nowhere;
    CHECK_THROWS_AS(from_wire(to_wire(model)), RunError);
  }
  model.checks[0].findings.back().place = GraphPlace{1, kNone};
  CHECK_NOTHROW(from_wire(to_wire(model)));
  model.graph->levels[0].edges[0].to = 7;
  CHECK_THROWS_AS(from_wire(to_wire(model)), RunError);
}
