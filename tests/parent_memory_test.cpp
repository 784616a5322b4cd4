// SPDX-License-Identifier: Apache-2.0

// Tests that the parent's memory stays bounded, whatever its workers send. This must hold even if a worker has been
// compromised.

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iostream>
#include <string>
#include <thread>
#include <vector>

#include "lib/check/limits.hpp"
#include "lib/report/model_graph.hpp"
#include "lib/report/wire.hpp"
#include "lib/worker/message.hpp"
#include "lib/worker/worker.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/temporary_folder.hpp"
#include "tools/exported_file.hpp"
#include "tools/report_writer.hpp"

using namespace aimet;
using namespace std::chrono_literals;
using test::TemporaryFolder;

namespace {

constexpr long kMiB = 1 << 20;
// The program must stay below 256 MiB, of which LibTorch takes 100 MiB. This test does not load LibTorch.
constexpr long kBound = 156 * kMiB;
constexpr int kMostFiles = 8;

ModelReport with_findings(std::size_t count, const std::function<void(Finding&)>& fill) {
  ModelReport report;
  report.status = ModelStatus::failed;
  report.checks.resize(1);
  report.checks[0].id = "missing-module";
  report.checks[0].status = CheckStatus::failed;
  report.checks[0].findings.resize(count);
  for (Finding& finding : report.checks[0].findings) fill(finding);
  return report;
}

// Makes the bytes that a worker sends. Runs in its own process, so that its memory does not count as the parent's.
using Make = std::string (*)();

// Runs in the worker: sends the contents of the file that it opened over the descriptor of the report.
[[noreturn]] void send(int file) {
  std::array<char, 1 << 16> chunk;
  for (ssize_t got = 0; (got = ::read(file, chunk.data(), chunk.size())) > 0;) {
    for (ssize_t done = 0; done < got;) {
      const ssize_t wrote = ::write(3, chunk.data() + done, static_cast<std::size_t>(got - done));
      if (wrote < 0) ::_exit(1);
      done += wrote;
    }
  }
  ::_exit(0);
}

// Runs the function in a child process. Returns the child's wait status.
int in_a_process(const std::function<void()>& run) {
  const pid_t child = ::fork();
  if (child == 0) {
    run();
    ::_exit(0);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  return status;
}

struct Case {
  Format format;
  int files = 3;
  Suggest suggest = Suggest::text;
  int jobs = 2;
};

struct Peak {
  long memory = 0;
  long printed = 0;
};

// Delays the worker of the first file, so that other workers send their reports before it ends.
void validate_all(const Case& given, const TemporaryFolder& folder) {
  WorkerOptions workers;
  workers.timeout = 60s;
  workers.memory_limit = std::uint64_t{1} << 30;
  workers.jobs = given.jobs;
  RenderOptions render;
  render.suggest = given.suggest;
  render.working_folder = folder.path();
  ReportWriter writer(given.format, "", render);
  int number = 0;
  const auto next = [&]() -> std::optional<std::string> {
    return number < given.files ? std::optional(folder.path(std::to_string(number++))) : std::nullopt;
  };
  validate_files(
      next, workers,
      [&](int file, const std::string& path, const Progress&) -> ModelReport {
        if (path == folder.path("0")) std::this_thread::sleep_for(given.jobs * 250ms);
        send(file);
      },
      [&](ModelReport report) {
        for (ModelReport& each : split_programs(std::move(report))) writer.add(std::move(each));
      });
  writer.finish({"aimet-validate", "0", "0"});
}

Peak peak_of(const Case& given, const TemporaryFolder& folder) {
  const std::string out = folder.file("out", "");
  CHECK(in_a_process([&] {
          const int fd = ::open(out.c_str(), O_WRONLY | O_APPEND);
          if (fd < 0 || ::dup2(fd, STDOUT_FILENO) < 0) ::_exit(2);
          validate_all(given, folder);
          rusage usage{};  // of this process alone; wait4 would include its workers
          ::getrusage(RUSAGE_SELF, &usage);
          folder.file("peak", std::to_string(usage.ru_maxrss));
        }) == 0);
  struct stat facts {};
  ::stat(out.c_str(), &facts);
  long peak = 0;
  std::ifstream(folder.path("peak")) >> peak;
  CHECK(peak > 0);
  return {peak * 1024, facts.st_size};
}

void check_peaks(Make make, const std::vector<Case>& cases) {
#ifdef AIMET_SANITIZED
  std::cout << "skipped: a sanitizer keeps what is freed, so the memory that is measured is its own\n" << std::flush;
  std::_Exit(77);
#endif
  const TemporaryFolder folder;
  CHECK(in_a_process([&] { folder.file("sent", make()); }) == 0);
  for (int i = 0; i < kMostFiles; ++i)
    std::filesystem::create_hard_link(folder.path("sent"), folder.path(std::to_string(i)));
  for (const Case& given : cases) {
    const Peak peak = peak_of(given, folder);
    INFO("format " << static_cast<int>(given.format) << ": " << peak.memory / kMiB << " MiB for " << peak.printed / kMiB
                   << " MiB printed");
    CHECK(peak.memory < kBound + 2 * peak.printed);
  }
}

std::string report_bytes(const ModelReport& report) { return encode(MessageKind::report, to_wire(report)); }

std::string tiny_findings() {
  return report_bytes(with_findings(kMostFindings, [](Finding&) {}));
}
// More findings than a report may contain: 16 MiB of them once took 3.9 GB.
std::string far_too_many_findings() {
  ModelReport report = with_findings(kMostFindings, [](Finding&) {});
  report.checks.assign(12, report.checks[0]);
  return report_bytes(report);
}
std::string many_sources() {
  return report_bytes(with_findings(kMostSources / kMostSourcesOfFinding, [line = 0](Finding& finding) mutable {
    for (std::size_t i = 0; i < kMostSourcesOfFinding; ++i) finding.sources.push_back({"/a.py", ++line, 0, "", "f"});
  }));
}
std::string long_texts() {
  return report_bytes(with_findings(30'000, [](Finding& finding) { finding.message.assign(1'000, 'x'); }));
}
// Findings of the maximum length.
std::string long_findings() {
  return report_bytes(with_findings(4, [](Finding& finding) {
    for (SourceLocation& source : finding.sources = std::vector<SourceLocation>(kLongestFinding / kLongestText - 1))
      source.text.assign(kLongestText, 'x');
  }));
}
std::string beside_findings() {
  ModelReport report;
  report.hints.assign(kMostHints, std::string(1'000, 'x'));
  CoveredOp op;
  op.why.assign(1'000, 'x');
  report.coverage.emplace().list.assign(kMostCoveredOps, op);
  return report_bytes(report);
}
std::string many_parts() {
  return report_bytes(with_findings(kMostParts / kMostPartsOfSuggestion, [](Finding& finding) {
    finding.suggestion.emplace().constructor.emplace().arguments.resize(kMostPartsOfSuggestion);
  }));
}
// As much of each part as fits into one report together with the others.
std::string everything() {
  ModelReport report = with_findings(kMostFindings, [line = 0](Finding& finding) mutable {
    finding.sources.assign(kMostSources / kMostFindings, {"/a.py", ++line, 0, "", "f"});
    finding.suggestion.emplace().constructor.emplace().arguments.resize(kMostParts / kMostFindings - 1);
  });
  std::vector<SourceLocation>& long_sources = report.checks[0].findings[0].sources;
  long_sources.resize(kLongestFinding / kLongestText - 1);
  for (SourceLocation& source : long_sources) source.text.assign(kLongestText, 'x');
  report.hints.assign(kMostHints, std::string(100, 'x'));
  CoveredOp op;
  op.why.assign(100, 'x');
  report.coverage.emplace().list.assign(kMostCoveredOps, op);
  return report_bytes(report);
}
// Programs with checks of minimum size: a check takes 12 bytes in the message.
std::string many_programs() {
  ModelReport report;
  report.programs.resize(kMostPrograms);
  for (ModelReport& program : report.programs) {
    program.checks.resize(kMostChecks);
    for (CheckResult& check : program.checks) check.id = "x";
  }
  return report_bytes(report);
}
ModelReport with_graph() {
  ModelReport report;
  report.graph.emplace().modules.resize(1);
  return report;
}
std::string many_modules() {
  ModelReport report = with_graph();
  report.graph->modules.assign(kMostGraphBytes / sizeof(GraphModule), GraphModule{"", 0, ""});
  report.graph->modules[0].parent = -1;
  return report_bytes(report);
}
std::string many_edges() {
  ModelReport report = with_graph();
  report.graph->levels.resize(1);
  report.graph->levels[0].edges.resize(1'300'000);  // 31 MB in the message
  return report_bytes(report);
}
std::string garbage() { return std::string("R\xff\xff\xff\x01", 5) + std::string(32 * kMiB - 1, '\xff'); }

}  // namespace

TEST_CASE("the parent's memory is bounded, whatever workers send and whatever it prints", "[memory]") {
  // Formats that print little show best how much memory many files keep.
  for (const Make make : {tiny_findings, many_sources, many_parts, many_programs})
    check_peaks(make, {{Format::json}, {Format::jsonl}, {Format::sarif}, {Format::html}, {Format::text, kMostFiles}});
  for (const Make make : {many_modules, many_edges}) check_peaks(make, {{Format::html}, {Format::text}});
  for (const Make make : {long_texts, long_findings, beside_findings, everything})
    check_peaks(make,
                {{Format::json, 2}, {Format::jsonl, 2}, {Format::sarif, 2}, {Format::html, 2}, {Format::text, 2}});
}

TEST_CASE("a report that is refused takes no more than its bytes", "[memory]") {
  for (const Make make : {far_too_many_findings, garbage}) check_peaks(make, {{Format::text, kMostFiles}});
}

TEST_CASE("reports that wait for an earlier one stay in their pipes", "[memory]") {
  // If the parent kept them, they would take 32 MiB each.
  check_peaks(garbage, {{Format::text, kMostFiles, Suggest::text, kMostFiles}});
}

TEST_CASE("the other formats are bounded too, and so are edits over all models", "[memory]") {
  check_peaks(tiny_findings, {{Format::junit},
                              {Format::github, kMostFiles},
                              {Format::text, kMostFiles, Suggest::diff},
                              {Format::json, kMostFiles, Suggest::diff}});
}
