// SPDX-License-Identifier: Apache-2.0

// Tests run_checks with checks that pass, fail, throw or are skipped; excluded modules; and fingerprints.

#include <stdexcept>

#include "lib/check/check.hpp"
#include "lib/check/excluded.hpp"
#include "lib/check/fingerprint.hpp"
#include "lib/check/limits.hpp"
#include "lib/check/run_checks.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/model_builder.hpp"

using namespace aimet;
using aimet::test::ModelBuilder;

namespace {

Finding finding_in(const std::string& module, Severity severity = Severity::error) {
  Finding finding;
  finding.message = "a rule is broken";
  finding.module = module;
  finding.severity = severity;
  return finding;
}

std::vector<Finding> finds_two(const Model&, const CheckOptions&) {
  return {finding_in("head.fc"), finding_in("body")};
}
std::vector<Finding> finds_nothing(const Model&, const CheckOptions&) { return {}; }
std::vector<Finding> notes(const Model&, const CheckOptions&) { return {finding_in("body", Severity::note)}; }
std::vector<Finding> warns(const Model&, const CheckOptions&) { return {finding_in("body", Severity::warning)}; }
std::vector<Finding> throws(const Model&, const CheckOptions&) { throw std::out_of_range("index 7"); }

Check row(const char* id, decltype(Check::run) run, Needs needs = Needs::nothing) {
  return {id, "", Severity::error, needs, run};
}

const Model& small_model() {
  static ModelBuilder net;
  return net.build();
}

std::string fingerprint(Finding finding, const std::string& check = "missing-module") {
  std::vector<Finding> findings = {std::move(finding)};
  set_fingerprints(check, findings);
  return findings.front().fingerprint;
}

Finding functional(const std::string& op, const std::string& module, int line) {
  Finding finding = finding_in(module);
  finding.op = op;
  finding.op_kind = "aten::relu";
  finding.sources = {{"net.py", line, 5, "", ""}};
  return finding;
}

}  // namespace

TEST_CASE("a check that throws is an error of its own, and the others go on") {
  const auto results =
      run_checks({row("a", finds_two), row("b", throws), row("c", finds_nothing)}, small_model(), {}, nullptr);
  REQUIRE(results.size() == 3);
  CHECK(results[0].status == CheckStatus::failed);
  CHECK(results[1].status == CheckStatus::error);
  CHECK_THAT(results[1].reason.value_or(""), ContainsSubstring("index 7"));
  CHECK(results[1].findings.empty());
  CHECK(results[2].status == CheckStatus::passed);
}

TEST_CASE("checks run in the order given, each announced before it runs") {
  std::vector<std::string> announced;
  run_checks({row("b", finds_nothing), row("a", throws)}, small_model(), {},
             [&](std::string_view id) { announced.emplace_back(id); });
  CHECK(announced == std::vector<std::string>{"b", "a"});
}

TEST_CASE("notes alone leave a check passed, a warning fails it") {
  const auto results = run_checks({row("a", notes), row("b", warns)}, small_model(), {}, nullptr);
  CHECK(results[0].status == CheckStatus::passed);
  CHECK(results[0].findings.size() == 1);
  CHECK(results[1].status == CheckStatus::failed);
}

TEST_CASE("of a frozen file, checks that need modules are skipped with the reason, others judge") {
  ModelBuilder net;
  net.model.form = SourceForm::frozen;
  const auto results =
      run_checks({row("a", finds_two, Needs::module_structure), row("b", finds_two)}, net.build(), {}, nullptr);
  CHECK(results[0].status == CheckStatus::skipped);
  CHECK(results[0].findings.empty());
  CHECK_THAT(results[0].reason.value_or(""), ContainsSubstring("frozen"));
  CHECK(results[1].status == CheckStatus::failed);
}

TEST_CASE("of a quantized model, checks of the float model are skipped with the reason, others judge") {
  ModelBuilder net;
  net.module("fc", "torch.nn.quantized.dynamic.modules.linear.Linear");
  const auto results = run_checks(
      {row("a", finds_two, Needs::module_structure), row("b", finds_two, Needs::export_graph), row("c", finds_two)},
      net.build(), {}, nullptr);
  CHECK(results[0].status == CheckStatus::skipped);
  CHECK(results[1].status == CheckStatus::skipped);
  CHECK_THAT(results[1].reason.value_or(""), ContainsSubstring("quantized-model"));
  CHECK(results[2].status == CheckStatus::failed);
}

TEST_CASE("findings below an excluded module are dropped, and a check without others passes") {
  CheckOptions options;
  options.exclude_modules = {"head"};
  auto results = run_checks({row("a", finds_two)}, small_model(), options, nullptr);
  REQUIRE(results[0].findings.size() == 1);
  CHECK(results[0].findings[0].module == "body");
  options.exclude_modules = {"head", "body"};
  results = run_checks({row("a", finds_two)}, small_model(), options, nullptr);
  CHECK(results[0].status == CheckStatus::passed);
}

TEST_CASE("a glob excludes the modules that it names and all below them") {
  struct Case {
    std::string glob, path;
    bool excluded;
  };
  const std::vector<Case> cases = {
      {"head", "head", true},
      {"head", "head.fc", true},
      {"head", "header", false},
      {"head.*", "head", false},
      {"head.*", "head.fc.act", true},
      {"*.relu", "layer1.0.relu", true},
      {"layer?.0", "layer3.0.bn", true},
      {"layer[12]", "layer3", false},
      {"*", "body", true},
      {"*", "", false},
      {"", "", true},
      {"", "body.fc", true},
  };
  for (const Case& c : cases) {
    CAPTURE(c.glob, c.path);
    CHECK(is_excluded(c.path, {c.glob}) == c.excluded);
  }
  CHECK_FALSE(is_excluded("body", {}));
}

TEST_CASE("a glob that names no module is reported") {
  ModelBuilder net;
  net.module("head", "models.Head");
  CHECK(unmatched_globs(net.build(), {"head", "haed", "h*", "head.*"}) == std::vector<std::string>{"haed", "head.*"});
}

TEST_CASE("a fingerprint survives other line numbers and other op numbers") {
  const std::string before = fingerprint(functional("relu_3", "body", 10));
  CHECK(before.size() == 16);
  CHECK(fingerprint(functional("relu_9", "body", 412)) == before);
}

TEST_CASE("a fingerprint changes with the module, the op's type and the check") {
  const std::string before = fingerprint(functional("relu_3", "body", 10));
  CHECK(fingerprint(functional("relu_3", "head", 10)) != before);
  CHECK(fingerprint(functional("tanh_3", "body", 10)) != before);
  CHECK(fingerprint(functional("relu_3", "body", 10), "another-check") != before);
}

TEST_CASE("findings that are alike are distinguished by their order, the same in each run") {
  std::vector<Finding> findings = {functional("relu_1", "body", 10), functional("relu_2", "body", 11)};
  set_fingerprints("missing-module", findings);
  CHECK(findings[0].fingerprint != findings[1].fingerprint);
  std::vector<Finding> again = {functional("relu_5", "body", 20), functional("relu_8", "body", 21)};
  set_fingerprints("missing-module", again);
  CHECK(again[0].fingerprint == findings[0].fingerprint);
  CHECK(again[1].fingerprint == findings[1].fingerprint);
}

TEST_CASE("a fingerprint is the same on every machine and in every build") {
  CHECK(fingerprint(functional("relu_3", "layer1.0", 10)) == "db407217ac9a3508");
}

TEST_CASE("a fingerprint of a module changes with its class") {
  Finding relu = finding_in("body");
  relu.module_type = "torch.nn.modules.activation.ReLU";
  Finding gelu = relu;
  gelu.module_type = "torch.nn.modules.activation.GELU";
  CHECK(fingerprint(relu) != fingerprint(gelu));
}

TEST_CASE("a check lists ten thousand findings, and all checks together no more than a report may hold") {
  const auto many = [](const Model&, const CheckOptions&) {
    return std::vector<Finding>(kMostFindingsOfCheck + 1, finding_in("body"));
  };
  const auto just = [](const Model&, const CheckOptions&) {
    return std::vector<Finding>(kMostFindingsOfCheck, finding_in("body"));
  };
  CHECK(kMostFindingsOfCheck == 10'000);
  CHECK(run_checks({row("a", just)}, small_model(), {}, nullptr)[0].findings.size() == 10'000);
  const auto cut = run_checks({row("a", many)}, small_model(), {}, nullptr);
  REQUIRE(cut[0].findings.size() == 10'001);
  CHECK_THAT(cut[0].findings.back().message,
             ContainsSubstring("there are 10001 findings of this kind; the first 10000"));
  const auto all = run_checks(std::vector<Check>(9, row("a", many)), small_model(), {}, nullptr);
  std::size_t total = 0;
  for (const CheckResult& result : all) {
    total += result.findings.size();
    CHECK(result.status == CheckStatus::failed);
    CHECK_THAT(result.findings.back().message, ContainsSubstring("there are 10001 findings"));
  }
  CHECK(total <= kMostFindings + all.size());
}

TEST_CASE("a suggestion that a report has no room for is left out") {
  const auto suggestions = [](const Model&, const CheckOptions&) {
    Finding finding = finding_in("body");
    finding.suggestion.emplace();
    finding.suggestion->attributes.resize(kMostPartsOfSuggestion);
    std::vector<Finding> findings(kMostParts / kMostPartsOfSuggestion + 1, finding);
    findings.front().suggestion->attributes.emplace_back();
    return findings;
  };
  const auto results = run_checks({row("a", suggestions), row("b", suggestions)}, small_model(), {}, nullptr);
  CHECK_FALSE(results[0].findings.front().suggestion.has_value());
  CHECK(results[0].findings.back().suggestion.has_value());
  CHECK_FALSE(results[1].findings.back().suggestion.has_value());
}

TEST_CASE("the lists of a finding are cut where they are a megabyte") {
  const auto long_lists = [](const Model&, const CheckOptions&) {
    Finding finding = finding_in("body");
    finding.sources.resize(10);
    for (SourceLocation& source : finding.sources) source.text.assign(kLongestListOfFinding / 4, 'x');
    finding.modules.assign(10, std::string(kLongestListOfFinding / 4, 'm'));
    finding.suggestion.emplace();
    finding.suggestion->attributes.assign(4, std::string(kLongestListOfFinding / 4, 'a'));
    std::vector<Finding> findings(2, finding);
    findings[1].suggestion->constructor.emplace().arguments.push_back({"name", "value"});
    return findings;
  };
  const auto results = run_checks({row("a", long_lists)}, small_model(), {}, nullptr);
  CHECK(results[0].findings[0].sources.size() == 4);
  CHECK(results[0].findings[0].modules.size() == 4);
  CHECK(results[0].findings[0].suggestion.has_value());
  CHECK_FALSE(results[0].findings[1].suggestion.has_value());
}

TEST_CASE("a finding keeps a thousand source lines, and a report no more than it may hold") {
  const auto lines = [](const Model&, const CheckOptions&) {
    Finding finding = finding_in("body");
    finding.sources.resize(kMostSourcesOfFinding + 5);
    return std::vector<Finding>(200, finding);
  };
  const auto results = run_checks({row("a", lines)}, small_model(), {}, nullptr);
  std::size_t total = 0;
  for (const Finding& finding : results[0].findings) total += finding.sources.size();
  CHECK(results[0].findings[0].sources.size() == kMostSourcesOfFinding);
  CHECK(total == kMostSources);
}
