// SPDX-License-Identifier: Apache-2.0

// Tests the C++ API in a program that has its own threads and settings.

#include "lib/api/aimet_validate.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <thread>

#include "tests/support/catch.hpp"
#include "tests/support/temporary_folder.hpp"

using namespace aimet_validate;

namespace {

Options options() {
  Options chosen;
  chosen.program = std::getenv("AIMET_PROGRAM");
  return chosen;
}

Options without_running() {
  Options chosen = options();
  chosen.static_run = true;
  return chosen;
}

std::string file(const std::string& name) { return std::string(AIMET_TESTDATA) + "/" + name; }

std::string error_of(const std::vector<std::string>& paths, const Options& chosen) {
  try {
    validate(paths, chosen);
  } catch (const Error& error) {
    return error.what();
  }
  return "";
}

std::string program(const aimet::test::TemporaryFolder& folder, const std::string& name, const std::string& text) {
  const std::string path = folder.file(name, text);
  std::filesystem::permissions(path, std::filesystem::perms::owner_all);
  return path;
}

std::string contents(const std::string& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::vector<std::string> messages(const ModelReport& report) {
  std::vector<std::string> all;
  for (const CheckResult& check : report.checks)
    for (const Finding& finding : check.findings) all.push_back(finding.message);
  return all;
}

}  // namespace

TEST_CASE("a model is run with the inputs given, and its findings come with lines and remedies") {
  Options chosen = options();
  chosen.input_shapes = {"1,3,8,8"};
  chosen.checks = {"reused-module"};
  const ModelReport report = validate_file(file("reused_nodes.traced.pt"), chosen);
  CHECK(report.status == Status::failed);
  CHECK(report.executed);
  CHECK(report.form == "traced");
  REQUIRE(report.checks.size() == 1);
  CHECK(report.checks[0].id == "reused-module");
  REQUIRE(report.checks[0].findings.size() == 1);
  const Finding& finding = report.checks[0].findings[0];
  CHECK(finding.module == "relu1");
  CHECK(finding.severity == Severity::error);
  CHECK(finding.calls == 2);
  CHECK(finding.op.empty());
  REQUIRE_FALSE(finding.sources.empty());
  CHECK(finding.sources[0].file == "testdata/models.py");
  REQUIRE(finding.suggestion);
  CHECK_THAT(finding.suggestion->define, ContainsSubstring("torch.nn.ReLU"));
  CHECK(finding.suggestion->caution.empty());
  CHECK(report.hints.empty());
}

TEST_CASE("an option that matches nothing is reported in a hint") {
  Options chosen = without_running();
  chosen.exclude_modules = {"relu9"};
  const ModelReport report = validate_file(file("reused_nodes.traced.pt"), chosen);
  REQUIRE(report.hints.size() == 1);
  CHECK_THAT(report.hints[0], ContainsSubstring("relu9"));
}

TEST_CASE("what is wrong with one file is in its report, and the others are validated") {
  const Report report = validate(
      {file("refused/truncated.pt"), file("functional_linear_repaired.traced.pt"), "nowhere.pt"}, without_running());
  REQUIRE(report.models.size() == 3);
  CHECK(report.models[0].status == Status::error);
  CHECK(report.models[0].error_kind == "corrupt");
  CHECK_FALSE(report.models[0].error_message.empty());
  CHECK(report.models[1].status == Status::passed);
  CHECK(report.models[2].error_kind == "not-found");
  CHECK_FALSE(report.passed());
}

TEST_CASE("names with newlines, dashes and blanks are files, and a folder means all files below it") {
  const aimet::test::TemporaryFolder folder;
  for (const std::string name : {"new\nline.pt", "-dash.pt", "a b.pt"})
    std::filesystem::copy_file(file("functional_linear_repaired.traced.pt"), folder.path(name));
  const Report report = validate({folder.path()}, without_running());
  CHECK(report.models.size() == 3);
  CHECK(report.passed());
  CHECK(validate_file(folder.path("new\nline.pt"), without_running()).status == Status::passed);
  CHECK_THAT(error_of({}, without_running()), ContainsSubstring("no path"));
  CHECK_THAT(error_of({"a.pt", ""}, without_running()), ContainsSubstring("a path is empty"));
}

TEST_CASE("an option that is wrong is an error that says what the program says") {
  Options chosen = without_running();
  chosen.checks = {"reused-modul"};
  CHECK_THAT(error_of({"x.pt"}, chosen), ContainsSubstring("did you mean"));
  chosen = options();
  chosen.input_shapes = {"1,x"};
  CHECK_THAT(error_of({"x.pt"}, chosen), ContainsSubstring("1,x"));
}

TEST_CASE("a program that is not there, or ends by a signal, is an error") {
  Options chosen = without_running();
  chosen.program = "/nowhere/aimet-validate";
  CHECK_THAT(error_of({"x.pt"}, chosen), ContainsSubstring("/nowhere/aimet-validate: No such file"));
  chosen.program = "";
  CHECK_THAT(error_of({"x.pt"}, chosen), ContainsSubstring("Options::program"));
  const aimet::test::TemporaryFolder folder;
  const std::string script = program(folder, "killed", "#!/bin/sh\nkill -KILL $$\n");
  chosen.program = script;
  CHECK_THAT(error_of({"x.pt"}, chosen), ContainsSubstring("Killed"));
}

TEST_CASE("threads may validate at the same time") {
  std::vector<ModelReport> reports(4);
  std::vector<std::thread> threads;
  for (ModelReport& report : reports)
    threads.emplace_back([&] { report = validate_file(file("functional_linear.traced.pt"), without_running()); });
  for (std::thread& thread : threads) thread.join();
  for (const ModelReport& report : reports) CHECK(messages(report) == messages(reports[0]));
  CHECK(messages(reports[0]).size() == 1);
}

TEST_CASE("signals that the host blocks, and descriptors that it holds, are no concern of the program's") {
  sigset_t all;
  sigset_t before;
  sigfillset(&all);
  ::pthread_sigmask(SIG_BLOCK, &all, &before);
  const aimet::test::TemporaryFolder folder;
  const int held = ::open(folder.file("held").c_str(), O_RDONLY);
  const std::string script =
      program(folder, "nosy",
              "#!/bin/sh\nls -l /proc/$$/fd >\"$0.files\"\ngrep SigBlk /proc/self/status >\"$0.signals\"\nexit 3\n");
  Options chosen = without_running();
  chosen.program = script;
  const std::string said = error_of({"x.pt"}, chosen);
  CHECK(validate_file(file("functional_linear_repaired.traced.pt"), without_running()).status == Status::passed);
  ::close(held);
  ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
  CHECK(said == "aimet-validate ended with status 3 and said nothing");
  CHECK(contents(script + ".signals") == "SigBlk:\t0000000000000000\n");
  CHECK_THAT(contents(script + ".files"), ContainsSubstring("nosy") && !ContainsSubstring("held"));
}

TEST_CASE("the version is that of the program") { CHECK(version() == AIMET_VERSION); }
