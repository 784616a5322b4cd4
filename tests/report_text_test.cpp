// SPDX-License-Identifier: Apache-2.0
#include <sys/stat.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <string>

#include "lib/report/document.hpp"
#include "lib/report/escape.hpp"
#include "lib/report/excerpt.hpp"
#include "lib/report/render.hpp"
#include "lib/report/source_file.hpp"
#include "lib/report/status.hpp"
#include "lib/report/text.hpp"
#include "lib/report/text_finding.hpp"
#include "lib/report/width.hpp"
#include "tests/report_sample.hpp"
#include "tests/support/catch.hpp"

using namespace aimet;

namespace {

const std::string source_folder = AIMET_SOURCE_DIR "/tests/approved/report/source";

RenderOptions here() {
  RenderOptions options;
  options.working_folder = source_folder;
  return options;
}

Excerpt excerpt_of(const SourceLocation& source) {
  const RenderOptions options = here();
  return SourceFiles(options).excerpt(source);
}

ModelReport with_check(const std::string& id, CheckStatus status, std::vector<Finding> findings = {}) {
  ModelReport model;
  model.path = "m.pt";
  model.source = SourceForm::traced;
  model.mode = Mode::observed;
  model.checks.resize(1);
  model.checks[0].id = id;
  model.checks[0].status = status;
  model.checks[0].findings = std::move(findings);
  model.status = status_of(model, FailOn::error);
  return model;
}

std::string text_of(const ModelReport& model, bool verbose = false, bool quiet = false) {
  RenderOptions options = here();
  options.text.verbose = verbose;
  options.text.quiet = quiet;
  return text_of_model(model, options);
}

Finding finding_in(const std::string& module) {
  Finding finding;
  finding.message = "rule";
  finding.module = module;
  return finding;
}

}  // namespace

TEST_CASE("the line of this disk is shown when it is still the line of the model") {
  const Excerpt excerpt = excerpt_of({"net.py", 12, 16, "self.relu1(x)", ""});
  CHECK(excerpt.where == "net.py:12:16");
  CHECK(excerpt.line == "return self.relu1(x)");
  CHECK(excerpt.caret == 7);
  CHECK(excerpt.length == 13);
}

TEST_CASE("a line that changed on this disk is shown as the model holds it") {
  const Excerpt excerpt = excerpt_of({"net.py", 12, 16, "        return self.relu9(x)", ""});
  CHECK(excerpt.line == "return self.relu9(x)");
  CHECK(excerpt.caret == 7);
  CHECK(excerpt.length == 13);
  CHECK(excerpt_of({"net.py", 12, 16, "self.relu9(x)", ""}).line == "self.relu9(x)");
}

TEST_CASE("a column marks the name and its call") {
  struct Row {
    std::string line;
    int column;
    std::size_t length;
  };
  const Row row = GENERATE(values<Row>({
      {"  y = self.a(b(x), c) + 1", 7, 15},
      {"  y = x + self.b", 7, 1},
      {"  y += x", 3, 1},
      {"  y = torch.cat([a,", 7, 9},
      {"  -x", 3, 1},
  }));
  CHECK(excerpt_of({"gone.py", 1, row.column, row.line, ""}).length == row.length);
}

TEST_CASE("a trace has no text: its line is shown while it is in the same function") {
  CHECK(excerpt_of({"net.py", 11, 0, "", "forward"}).line == "x = torch.matmul(x, weight)");
  CHECK(excerpt_of({"net.py", 11, 0, "", "<listcomp>"}).line == "x = torch.matmul(x, weight)");
  CHECK(excerpt_of({"net.py", 9, 0, "", "forward"}).line == "def forward(self, x, weight):");
  CHECK(excerpt_of({"net.py", 11, 0, "", "backward"}).line.empty());
  CHECK(excerpt_of({"net.py", 11, 0, "", ""}).line.empty());
  CHECK(excerpt_of({"net.py", 7, 0, "", "forward"}).line.empty());
  CHECK(excerpt_of({"net.py", 99, 0, "", "forward"}).line.empty());
}

TEST_CASE("a model cannot make the report read a pipe, a device or a folder") {
  const std::string pipe = (std::filesystem::temp_directory_path() / "aimet-report-pipe").string();
  std::remove(pipe.c_str());
  REQUIRE(::mkfifo(pipe.c_str(), 0600) == 0);
  CHECK(excerpt_of({pipe, 1, 1, "x", "f"}).line == "x");
  CHECK(excerpt_of({"/dev/zero", 1, 1, "x", "f"}).line == "x");
  CHECK(excerpt_of({"/", 1, 1, "x", "f"}).line == "x");
  std::remove(pipe.c_str());
}

TEST_CASE("a model cannot make the report show a line of a file that is no Python") {
  CHECK(excerpt_of({"/etc/passwd", 1, 0, "root", ""}).line == "root");
  CHECK(excerpt_of({"net.py", 12, 0, "self.relu1(x)", ""}).line == "return self.relu1(x)");
}

TEST_CASE("a model that passes says so in AIMET's words") {
  CHECK(text_of(with_check("reused-module", CheckStatus::passed)) ==
        "=== m.pt: traced, observed in a run\n\nAll validation checks passed.\n\n");
}

TEST_CASE("a model that fails is reported in AIMET's words") {
  const std::string text = text_of(with_check("reused-module", CheckStatus::failed, {finding_in("relu1")}));
  CHECK_THAT(text, ContainsSubstring("The following modules are used more than once in the model: ['relu1']\n"));
  CHECK_THAT(text, ContainsSubstring("The following validator checks failed:\n\treused-module\n"));
  Finding finding = finding_in("");
  finding.op = "matmul_8";
  CHECK_THAT(text_of(with_check("missing-module", CheckStatus::failed, {finding})),
             ContainsSubstring("Ops with missing modules: ['matmul_8']\n"));
}

TEST_CASE("no verdict is claimed where none was formed") {
  ModelReport skipped = with_check("reused-module", CheckStatus::skipped);
  skipped.checks[0].reason = "it is frozen";
  CHECK_THAT(text_of(skipped), ContainsSubstring("No check could form a verdict."));
  ModelReport threw = with_check("reused-module", CheckStatus::error);
  threw.checks[0].reason = "out of range";
  const std::string text = text_of(threw);
  CHECK_THAT(text, ContainsSubstring("failed to run and have no verdict:\n    reused-module: out of range"));
  CHECK(text.find("passed") == std::string::npos);
}

TEST_CASE("a failed check below --fail-on says why the file passes") {
  Finding warning = finding_in("bn");
  warning.severity = Severity::warning;
  const std::string text = text_of(with_check("eval-mode", CheckStatus::failed, {warning}));
  CHECK_THAT(text, ContainsSubstring("does not reach --fail-on"));
}

TEST_CASE("long lists are folded with a count, and whole under -v") {
  std::vector<Finding> findings(41);
  for (std::size_t i = 0; i < findings.size(); ++i) {
    findings[i] = finding_in("m" + std::to_string(i));
    findings[i].help = "help " + std::to_string(i);
  }
  const ModelReport model = with_check("reused-module", CheckStatus::failed, findings);
  const std::string folded = text_of(model);
  CHECK_THAT(folded, ContainsSubstring("'m9', ... and 31 more (-v shows all)]"));
  CHECK_THAT(folded, ContainsSubstring("\n  ... and 31 more (-v shows all)\n"));
  const std::string whole = text_of(model, true);
  CHECK(whole.find("more") == whole.find("more than once"));
  CHECK_THAT(whole, ContainsSubstring("'m40']"));
  CHECK_THAT(whole, ContainsSubstring("help 40"));
}

TEST_CASE("findings of one line are one cause, findings of two lines are two") {
  Finding a = finding_in("a"), b = finding_in("b"), c = finding_in("c");
  a.sources = b.sources = {{"net.py", 3, 1, "", ""}};
  c.sources = {{"net.py", 4, 1, "", ""}};
  const std::vector<Finding> findings = {a, c, b};
  const auto causes = group_by_cause(findings);
  REQUIRE(causes.size() == 2);
  CHECK(causes[0].findings.size() == 2);
  CHECK(causes[0].findings[1]->module == "b");
}

TEST_CASE("-q is silent about a file that passed") {
  CHECK(text_of(with_check("reused-module", CheckStatus::passed), false, true).empty());
  CHECK_FALSE(text_of(with_check("reused-module", CheckStatus::failed, {finding_in("relu")}), false, true).empty());
}

TEST_CASE("no rendering lets a terminal escape, hidden text or a forged line through") {
  for (const Format format :
       {Format::text, Format::json, Format::jsonl, Format::sarif, Format::junit, Format::github}) {
    const std::string out = render(sample_report(), format, sample_options());
    for (std::size_t at = 0; at < out.size();) {
      const CodePoint point = code_point_at(out, at);
      REQUIRE(point.valid);
      REQUIRE((!is_unsafe(point.value) || point.value == '\n' || point.value == '\t'));
      at += point.size;
    }
    CHECK(out.find("\n::error::") == std::string::npos);
  }
}

TEST_CASE("on a terminal lines fit the width") {
  for (const int width : {80, 120}) {
    RenderOptions options = sample_options();
    options.text.width = width;
    Report report = sample_report();
    report.models.erase(report.models.begin() + 3);  // its names alone exceed the width
    std::istringstream lines(render(report, Format::text, options));
    for (std::string line; std::getline(lines, line);) {
      // Names, paths and Python to paste are not wrapped.
      const bool breakable = line.find("-->") == std::string::npos && line.find("__init__:") == std::string::npos;
      INFO(line);
      if (breakable) CHECK(line.size() <= static_cast<std::size_t>(width));
    }
  }
}

TEST_CASE("a source line wider than the terminal is cut around its caret") {
  Finding finding = finding_in("m");
  finding.sources = {{"gone.py", 7, 0, "", ""}};
  RenderOptions options = here();
  options.text.width = 80;
  for (const int column : {1, 60, 150, 290}) {
    std::string line = " " + std::string(300, '-');
    line.replace(static_cast<std::size_t>(column), 6, "self.x");
    finding.sources[0].text = line;
    finding.sources[0].column = column + 1;
    std::istringstream lines(text_of_model(with_check("x", CheckStatus::failed, {finding}), options));
    std::string code, marks;
    for (std::string text; std::getline(lines, text);) {
      if (text.rfind("     7 | ", 0) == 0) code = text;
      if (text.rfind("       | ", 0) == 0) marks = text;
    }
    CHECK(code.size() == 80);
    CHECK(marks.size() <= 80);
    REQUIRE(marks.find('^') != std::string::npos);
    CHECK(code.substr(marks.find('^'), 6) == "self.x");
    CHECK(marks.substr(marks.find('^')) == "^~~~~~");
  }
}

TEST_CASE("a line with wide characters is cut and marked by columns") {
  Report report;
  report.models.resize(1);
  report.models[0].checks.resize(1);
  Finding finding;
  finding.message = "m";
  finding.sources = {{"net.py", 3, 0, "", ""}};
  finding.sources[0].text = "x = f(\"模型模型模型模型\") + self.relu(x)";
  finding.sources[0].column = 36;  // in bytes; "self" begins there
  report.models[0].checks[0].findings = {finding};
  RenderOptions options;
  const std::string whole = render(report, Format::text, options);
  const std::size_t line = whole.find("x = f(");
  REQUIRE(line != std::string::npos);
  options.text.width = 40;
  for (const std::string& piece : split_lines(render(report, Format::text, options)))
    if (piece.find("-->") == std::string::npos) CHECK(columns(piece) <= 40);
}

TEST_CASE("pieces of a stream are the whole report") {
  for (const Format format : {Format::text, Format::jsonl}) {
    REQUIRE(can_stream(format, RenderOptions{}));
    const RenderOptions options = sample_options();
    Document document(format, options);
    std::string pieces;
    for (const ModelReport& model : sample_report().models) {
      document.add(model);
      pieces += document.take().whole();
      CHECK(document.take().whole().empty());
    }
    CHECK(pieces + document.end(sample_report()).whole() == render(sample_report(), format, options));
  }
}

TEST_CASE("formats are known by name") {
  CHECK(parse_format("sarif") == Format::sarif);
  CHECK_FALSE(parse_format("yaml").has_value());
}

TEST_CASE("an empty report is a report in every format") {
  Report report;
  report.tool.version = "0.1.0";
  CHECK(render(report, Format::text, {}).empty());
  CHECK(render(report, Format::jsonl, {}).empty());
  CHECK_THAT(render(report, Format::json, {}), ContainsSubstring("\"models\": []"));
  CHECK_THAT(render(report, Format::sarif, {}), ContainsSubstring("\"results\": []"));
  CHECK_THAT(render(report, Format::junit, {}), ContainsSubstring("tests=\"0\""));
}
