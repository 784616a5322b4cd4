// SPDX-License-Identifier: Apache-2.0

// Tests the checks on the files of testdata, scripted and traced. AIMET's own two verdicts on these files are in
// expectations.json.

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>

#include "checks/list.hpp"
#include "lib/check/check.hpp"
#include "lib/check/run_checks.hpp"
#include "tests/support/analyze_file.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/testdata_files.hpp"

using namespace aimet;
using namespace aimet::test;

namespace {

using Found = std::set<std::string>;  // "check: module"

Found found_in(const Model& model) {
  static const std::set<std::string> kElsewhere = {"missing-module", "onnx-unsupported", "reused-module"};
  Found found;
  for (const CheckResult& result : run_checks(all_checks(), model, {}, nullptr)) {
    if (kElsewhere.count(result.id) != 0) continue;
    INFO(result.id << ": " << result.reason.value_or(""));
    CHECK(result.status != CheckStatus::error);
    for (const Finding& finding : result.findings) found.insert(result.id + ": " + finding.module);
  }
  return found;
}

// The expected findings by file. No findings are expected in files that are not listed.
const std::map<std::string, Found>& expected() {
  static const Found kDict = {"connected-graph: ", "non-tensor-io: "};
  static const std::map<std::string, Found> expected = {
      {"container_twice.scripted.pt", {"unregistered-module: block.2"}},
      {"container_twice.traced.pt", {"unregistered-module: block.2"}},
      {"control_flow.scripted.pt", {"unused-module: else_fc"}},
      {"control_flow.traced.pt", {"unused-module: else_fc"}},
      {"data_dependent_branch.scripted.pt", {"data-dependent-control-flow: ", "unused-module: negative"}},
      {"data_dependent_branch.traced.pt", {"unused-module: negative"}},
      {"dict_io.scripted.pt", kDict},
      {"dict_io.traced.pt", kDict},
      {"functional_convolutions.scripted.pt", {"unregistered-module: "}},
      {"functional_convolutions.traced.pt", {"unregistered-module: "}},
      {"frozen.scripted.pt", {"frozen-model: "}},
      {"frozen.traced.pt", {"frozen-model: "}},
      {"many_inputs.scripted.pt", {"connected-graph: "}},
      {"one_call_per_arm.scripted.pt", {"unused-module: norm"}},
      {"tied_weights.scripted.pt", {"shared-parameter: second"}},
      {"tied_weights.traced.pt", {"shared-parameter: second"}},
      {"nested_sequential.scripted.pt", {"unregistered-module: net.0.2"}},
      {"nested_sequential.traced.pt", {"unregistered-module: net.0.2"}},
      {"parametrized.scripted.pt",
       {"unregistered-module: chained.parametrizations.weight.0",
        "unregistered-module: chained.parametrizations.weight.1",
        "unregistered-module: of_two.parametrizations.weight.0"}},
      {"parametrized.traced.pt",
       {"unregistered-module: chained.parametrizations.weight.0",
        "unregistered-module: chained.parametrizations.weight.1",
        "unregistered-module: of_two.parametrizations.weight.0"}},
      {"python_arms.traced.pt",
       {"unused-module: before.relu", "unused-module: after.relu", "unused-module: less.relu"}},
      {"runs_code_on_load.scripted.pt", {"unregistered-module: "}},
      {"shared_class.scripted.pt", {"unregistered-module: a"}},
      {"shared_class.traced.pt", {"unregistered-module: a"}},
      {"shared_parameter.scripted.pt", {"shared-parameter: decoder"}},
      {"shared_parameter.traced.pt", {"shared-parameter: decoder"}},
      {"trained.training.scripted.pt", {"training-mode: "}},
      {"trained.training.traced.pt", {"training-mode: "}},
      {"unused_module.scripted.pt", {"unused-module: spare"}},
      {"unused_module.traced.pt", {"unused-module: spare"}},
  };
  return expected;
}

const CheckResult& result_of(const std::vector<CheckResult>& results, const std::string& id) {
  const auto found = std::find_if(results.begin(), results.end(), [&](const CheckResult& r) { return r.id == id; });
  REQUIRE(found != results.end());
  return *found;
}

Finding only_finding(const Model& model, const std::string& id) {
  const auto results = run_checks(all_checks(), model, {}, nullptr);
  const CheckResult& result = result_of(results, id);
  REQUIRE(result.findings.size() == 1);
  return result.findings.front();
}

}  // namespace

TEST_CASE("in each file is found what is wrong with it, and in no other file anything") {
  for (const std::string& name : files_that_run()) {
    CAPTURE(name);
    const auto row = expected().find(name);
    CHECK(found_in(run_file(name)) == (row == expected().end() ? Found{} : row->second));
  }
}

TEST_CASE("data-dependent-control-flow: the samples decide which branch is said to have run") {
  const auto message = [](const std::string& spec) {
    return only_finding(run_file("data_dependent_branch.scripted.pt", spec), "data-dependent-control-flow").message;
  };
  const std::string ones = R"({"shape": [2, 8], "fill": "ones"})";
  const std::string zeros = R"({"shape": [2, 8], "fill": "zeros"})";
  CHECK_THAT(message(R"({"inputs": [)" + ones + "]}"), ContainsSubstring("the branch for false"));
  CHECK_THAT(message(R"({"inputs": [)" + zeros + "]}"), ContainsSubstring("the branch for true"));
  CHECK_THAT(message(R"({"samples": [{"inputs": [)" + ones + R"(]}, {"inputs": [)" + zeros + "]}]}"),
             ContainsSubstring("true once and false once"));
  CHECK_THAT(only_finding(read_file("data_dependent_branch.scripted.pt"), "data-dependent-control-flow").message,
             ContainsSubstring("the model was not run"));
}

TEST_CASE("data-dependent-control-flow: the finding is at the line of the branch") {
  const Finding finding = only_finding(run_file("data_dependent_branch.scripted.pt"), "data-dependent-control-flow");
  REQUIRE(finding.sources.size() == 1);
  CHECK_THAT(finding.sources[0].text, ContainsSubstring("x.sum() > 0"));
}

TEST_CASE("non-tensor-io: the keys of the dict become the arguments, in a script and in a trace") {
  for (const std::string kind : {"scripted", "traced"}) {
    CAPTURE(kind);
    const auto results = run_checks(all_checks(), run_file("dict_io." + kind + ".pt"), {}, nullptr);
    const auto& findings = result_of(results, "non-tensor-io").findings;
    REQUIRE(findings.size() == 2);
    CHECK_THAT(findings[0].help, ContainsSubstring("def forward(self, image, bias)"));
    CHECK_THAT(findings[1].help, ContainsSubstring("return out"));
    for (const Finding& finding : findings) {
      REQUIRE_FALSE(finding.sources.empty());
      CHECK_THAT(finding.sources[0].file, ContainsSubstring("models.py"));
    }
  }
}

TEST_CASE("unused-module: a second sample that reaches the module silences it") {
  const std::string spec = R"({"samples": [{"inputs": [{"shape": [2, 8], "fill": "ones"}]},
                                           {"inputs": [{"shape": [2, 8], "fill": "zeros"}]}]})";
  const Model model = run_file("data_dependent_branch.scripted.pt", spec);
  const auto results = run_checks(all_checks(), model, {}, nullptr);
  CHECK(result_of(results, "unused-module").findings.empty());
}

TEST_CASE("training-mode: the modules are named") {
  for (const std::string kind : {"scripted", "traced"}) {
    CAPTURE(kind);
    const Finding finding = only_finding(run_file("trained.training." + kind + ".pt"), "training-mode");
    CHECK_THAT(finding.message, ContainsSubstring("2 modules behave differently: bn and dropout"));
    CHECK(finding.severity == Severity::warning);
  }
}

TEST_CASE("missing-module: an op of a parametrization gets advice to fold it, and no module to define") {
  for (const std::string kind : {"scripted", "traced"}) {
    CAPTURE(kind);
    const auto results = run_checks(all_checks(), run_file("parametrized." + kind + ".pt"), {}, nullptr);
    const auto& findings = result_of(results, "missing-module").findings;
    REQUIRE(findings.size() == 5);
    for (const Finding& finding : findings) {
      CHECK_THAT(finding.help, ContainsSubstring("remove_parametrizations(model."));
      CHECK_FALSE(finding.suggestion);
    }
  }
}

TEST_CASE("reused-module: calls in branches that exclude each other are not added up in a static run") {
  const auto results = run_checks(all_checks(), read_file("one_call_per_arm.scripted.pt"), {}, nullptr);
  const auto& findings = result_of(results, "reused-module").findings;
  REQUIRE(findings.size() == 1);
  CHECK(findings[0].module == "norm");
  CHECK(findings[0].calls == 2);
}

TEST_CASE("missing-module: arithmetic on sizes gets advice of its own and no module, in a script and in a trace") {
  for (const std::string kind : {"scripted", "traced"}) {
    CAPTURE(kind);
    const auto results = run_checks(all_checks(), run_file("sizes_as_numbers." + kind + ".pt"), {}, nullptr);
    int of_sizes = 0;
    for (const Finding& finding : result_of(results, "missing-module").findings) {
      if (finding.message.find("the size of a tensor") == std::string::npos) continue;
      ++of_sizes;
      REQUIRE(finding.suggestion);
      CHECK(finding.suggestion->kind == SuggestionKind::size_as_number);
      CHECK_THAT(finding.help, ContainsSubstring("int(...)"));
    }
    CHECK(of_sizes == 2);
  }
}

TEST_CASE("data-dependent-control-flow: a number that is kept beside a tensor is no value of that tensor") {
  for (const Model& model : {run_file("remembers_sizes.scripted.pt"), read_file("remembers_sizes.scripted.pt")}) {
    const auto results = run_checks(all_checks(), model, {}, nullptr);
    CHECK(result_of(results, "data-dependent-control-flow").findings.empty());
  }
}
